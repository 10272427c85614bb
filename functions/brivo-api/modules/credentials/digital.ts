import { AllotmentWire, allotmentWire } from '../../../../shared/dialects/brivo/digital-credentials/allotment.ts'
import { readAllotment } from '../../../../shared/domain/people/mobile-keys/allotment.ts'
import { route } from '../../../../shared/http/route.ts'
import type { ApiDeps } from '../../env.ts'
import { on } from '../../route.ts'
import { errors, json } from '../../wire.ts'

const allotment = route('get', '/digital/allotment', {
  operationId: 'getDigitalCredentialAllotment',
  permission: 'credentials:view',
  responses: { 200: json('How many mobile passes the account has, and how many are assigned', AllotmentWire), ...errors(403) },
})
const allegionAllotment = route('get', '/digital/allegion-allotment', {
  operationId: 'getAllegionCredentialAllotment',
  permission: 'credentials:view',
  responses: {
    200: json('How many Allegion credentials the account has, and how many are assigned', AllotmentWire),
    ...errors(403),
  },
})

/** `/v1/api/credentials/digital` */
export const digitalAllotmentRoutes = (deps: ApiDeps<'accounts' | 'credentials' | 'invitations'>) => [
  on(allotment, async (c) => c.json(allotmentWire('mobilePasses')(await readAllotment(deps, c.var.principal)), 200)),
  on(allegionAllotment, async (c) => c.json(allotmentWire('allegion')(await readAllotment(deps, c.var.principal)), 200)),
]
