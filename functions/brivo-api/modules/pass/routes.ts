import { PassWire, passWire } from '../../../../shared/dialects/brivo/digital-credentials/pass.ts'
import { retrievePass } from '../../../../shared/domain/access/passes/retrieve.ts'
import { photoLinkOf } from '../../../../shared/domain/people/photos/link.ts'
import { route } from '../../../../shared/http/route.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json } from '../../wire.ts'

const retrieve = route('get', '/', {
  operationId: 'getPass',
  permission: 'none',
  responses: { 200: json("The caller's mobile pass, with the doors that it opens", PassWire), ...errors(403, 404) },
})

/** `/v1/api/pass` */
export const passRoutes = (
  deps: ApiDeps<
    'accessPoints' | 'accounts' | 'credentials' | 'doorSets' | 'groups' | 'holidays' | 'rules' | 'schedules' | 'sites' | 'users'
  >,
) => [
  on(retrieve, async (c) => {
    const { accountId } = c.var.principal
    const pass = await retrievePass(deps, c.var.principal)
    return reply(c, pass, async (value) => passWire(accountId, await photoLinkOf(deps, accountId, value.user))(value))
  }),
]
