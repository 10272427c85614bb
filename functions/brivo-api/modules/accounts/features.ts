import { z } from 'zod'
import { AccountFeatureWire, accountFeaturesWire } from '../../../../shared/dialects/brivo/accounts/settings.ts'
import { getAccount } from '../../../../shared/domain/places/accounts/retrieve.ts'
import { route } from '../../../../shared/http/route.ts'
import { AccountId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json } from '../../wire.ts'

const list = route('get', '/{accountId}/features', {
  operationId: 'listAccountFeatures',
  permission: 'accounts:view',
  request: { params: z.object({ accountId: AccountId }) },
  responses: {
    200: json(
      'The features of the product, and whether the account has them',
      z.object({ data: z.array(AccountFeatureWire), count: z.number() }),
    ),
    ...errors(400, 403, 404),
  },
})

/** `/v1/api/accounts/{accountId}/features` */
export const accountFeatureRoutes = (deps: ApiDeps<'accounts'>) => [
  on(list, async (c) => reply(c, await getAccount(deps, c.var.principal, c.req.valid('param').accountId), accountFeaturesWire)),
]
