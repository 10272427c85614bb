import { z } from 'zod'
import { AccountWire, accountWire, SummaryWire, summaryWire } from '../../../../shared/dialects/brivo/accounts/wire.ts'
import { getAccount } from '../../../../shared/domain/places/accounts/retrieve.ts'
import { summarizeAccount } from '../../../../shared/domain/places/accounts/summary.ts'
import { route } from '../../../../shared/http/route.ts'
import { AccountId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json } from '../../wire.ts'

const AccountParams = z.object({ accountId: AccountId })

const summary = route('get', '/summary', {
  operationId: 'getAccountSummary',
  permission: 'accounts:view',
  responses: { 200: json('How much the account has of everything', SummaryWire), ...errors(403) },
})

const retrieve = route('get', '/{accountId}', {
  operationId: 'getAccount',
  permission: 'accounts:view',
  request: { params: AccountParams },
  responses: { 200: json('The account', AccountWire), ...errors(400, 403, 404) },
})

/** `/v1/api/accounts` */
export const accountRoutes = (deps: ApiDeps<'accounts' | 'panels' | 'users'>) => [
  on(summary, async (c) => reply(c, await summarizeAccount(deps, c.var.principal), summaryWire)),
  on(retrieve, async (c) => reply(c, await getAccount(deps, c.var.principal, c.req.valid('param').accountId), accountWire)),
]
