import { RedemptionInput } from '../../../../shared/dialects/brivo/digital-credentials/inputs.ts'
import { RedeemedWire, redeemedWire } from '../../../../shared/dialects/brivo/digital-credentials/wire.ts'
import { redeemInvitation } from '../../../../shared/domain/people/mobile-keys/redeem.ts'
import { route } from '../../../../shared/http/route.ts'
import { networkOf } from '../../../../shared/lib/ip-address.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json, jsonBody } from '../../wire.ts'

const redeem = route('post', '/redeem', {
  operationId: 'redeemDigitalInvitation',
  permission: 'public',
  request: jsonBody(RedemptionInput),
  responses: { 200: json('The credential for the phone, which works now', RedeemedWire), ...errors(400, 404, 409, 429) },
})

/** `/v1/public/digital-invitations`: ours, for phones, whose holders have no token yet. */
export const redemptionRoutes = (deps: ApiDeps<'accounts' | 'credentials' | 'invitations' | 'users'>) => [
  on(redeem, async (c) => {
    const redeemed = await redeemInvitation(deps, c.req.valid('json').accessCode, networkOf(c.var.source))
    if (!redeemed.ok && redeemed.error.kind === 'too_many_codes')
      c.header('Retry-After', String(redeemed.error.retryAfterSeconds))
    return reply(c, redeemed, redeemedWire)
  }),
]
