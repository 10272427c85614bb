import { NfcEnabled, WalletPassesInput, walletPassesOf } from '../../../../shared/dialects/brivo/digital-credentials/inputs.ts'
import { WalletPassesWire, walletPassesWire } from '../../../../shared/dialects/brivo/digital-credentials/wallet-passes.ts'
import { setWalletPasses } from '../../../../shared/domain/people/mobile-keys/wallet-pass.ts'
import { route } from '../../../../shared/http/route.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json, jsonBody } from '../../wire.ts'

const set = route('post', '/credentials/brivo-wallet-pass', {
  operationId: 'setBrivoWalletPasses',
  permission: 'credentials:edit',
  alsoBy: ['put'],
  request: { query: NfcEnabled, ...jsonBody(WalletPassesInput) },
  responses: { 200: json('What became of the passes', WalletPassesWire), ...errors(400, 403, 409, 412) },
})

/** `/v1/api/users/credentials/brivo-wallet-pass` */
export const walletPassRoutes = (deps: ApiDeps<'accounts' | 'credentials' | 'invitations'>) => [
  on(set, async (c) => {
    const wanted = walletPassesOf(c.req.valid('json'))
    return reply(c, await setWalletPasses(deps, c.var.principal, wanted, c.req.valid('query').nfcEnabled), walletPassesWire)
  }),
]
