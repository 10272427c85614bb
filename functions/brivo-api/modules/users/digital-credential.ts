import { DigitalCredentialWire, digitalCredentialWire } from '../../../../shared/dialects/brivo/digital-credentials/wire.ts'
import { currentMobileKey } from '../../../../shared/domain/people/mobile-keys/own.ts'
import { route } from '../../../../shared/http/route.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json } from '../../wire.ts'

const retrieve = route('get', '/credentials/digital', {
  operationId: 'getOwnDigitalCredential',
  permission: 'none',
  responses: { 200: json("The credential in the caller's phone", DigitalCredentialWire), ...errors(403, 404) },
})

/** `/v1/api/users/credentials/digital` */
export const ownDigitalCredentialRoutes = (deps: ApiDeps<'credentials' | 'users'>) => [
  on(retrieve, async (c) => reply(c, await currentMobileKey(deps, c.var.principal), ({ key }) => digitalCredentialWire(key))),
]
