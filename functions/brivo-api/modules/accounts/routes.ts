import { z } from 'zod'
import { AccountInput, accountDetailsOf, NewAccountInput } from '../../../../shared/dialects/brivo/accounts/inputs.ts'
import {
  AccountAdministrator,
  AccountListed,
  AccountUpdated,
  AccountWire,
  accountAdministrator,
  accountListed,
  accountUpdated,
  accountWire,
  SummaryWire,
  summaryWire,
} from '../../../../shared/dialects/brivo/accounts/wire.ts'
import { firstAdministratorOf } from '../../../../shared/dialects/brivo/administrators/inputs.ts'
import { readNameFilter } from '../../../../shared/dialects/brivo/name-filter.ts'
import { listAccountAdministrators } from '../../../../shared/domain/places/accounts/administrators.ts'
import { closeAccount, reopenAccount } from '../../../../shared/domain/places/accounts/close.ts'
import { inviteOwner } from '../../../../shared/domain/places/accounts/invite-owner.ts'
import { listAccounts } from '../../../../shared/domain/places/accounts/list.ts'
import { openAccount } from '../../../../shared/domain/places/accounts/open.ts'
import { getAccount } from '../../../../shared/domain/places/accounts/retrieve.ts'
import { summarizeAccount } from '../../../../shared/domain/places/accounts/summary.ts'
import { updateAccount } from '../../../../shared/domain/places/accounts/update.ts'
import { route } from '../../../../shared/http/route.ts'
import { AccountId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty, replyListing, replyPage } from '../../reply.ts'
import { on, onRefusing } from '../../route.ts'
import { empty, errors, json, jsonBody, ListQuery, listQuery, PageOf } from '../../wire.ts'

const onSummary = onRefusing('Access to the requested resource was denied')
const AccountParams = z.object({ accountId: AccountId })

const list = route('get', '/', {
  operationId: 'listAccounts',
  permission: 'accounts:view',
  request: { query: listQuery(readNameFilter) },
  responses: {
    200: json("A dealer's customers, or the caller's own account, oldest first", PageOf(AccountListed)),
    ...errors(400, 403),
  },
})

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

const create = route('post', '/', {
  operationId: 'createAccount',
  permission: 'customers:edit',
  actors: ['administrator'],
  request: jsonBody(NewAccountInput),
  responses: { 200: json('The new account; its owner was invited by mail', AccountUpdated), ...errors(400, 403, 409) },
})

const update = route('put', '/{accountId}', {
  operationId: 'updateAccount',
  permission: 'accounts:edit',
  actors: ['administrator'],
  request: { params: AccountParams, ...jsonBody(AccountInput) },
  responses: { 200: json('The account as it is now', AccountUpdated), ...errors(400, 403, 404, 409, 412) },
})

const close = route('delete', '/{accountId}', {
  operationId: 'closeAccount',
  permission: 'customers:edit',
  actors: ['administrator'],
  request: { params: AccountParams },
  responses: { 204: empty('Closed; nobody acts in it any more within seconds'), ...errors(400, 403, 404, 409, 412) },
})

const reopen = route('post', '/{accountId}/reopen', {
  operationId: 'reopenAccount',
  permission: 'customers:edit',
  actors: ['administrator'],
  request: { params: AccountParams },
  responses: { 200: json('The account, which is open', AccountWire), ...errors(400, 403, 404, 409) },
})

const invite = route('post', '/{accountId}/invitation', {
  operationId: 'inviteAccountOwner',
  permission: 'customers:edit',
  actors: ['administrator'],
  request: { params: AccountParams },
  responses: { 204: empty('A new temporary password was mailed to the owner'), ...errors(400, 403, 404, 409, 412) },
})

const listAdministrators = route('get', '/{accountId}/administrators', {
  operationId: 'listAccountAdministrators',
  permission: 'administrators:view',
  request: { params: AccountParams, query: ListQuery.omit({ filter: true }) },
  responses: {
    200: json('Administrators of the account, oldest first', PageOf(AccountAdministrator)),
    ...errors(400, 403, 404),
  },
})

/** `/v1/api/accounts` */
export const accountRoutes = (
  deps: ApiDeps<'accounts' | 'administrators' | 'companies' | 'panels' | 'schedules' | 'subscriptions' | 'users'>,
) => [
  on(list, async (c) => {
    const { filter, ...page } = c.req.valid('query')
    return replyListing(c, await listAccounts(deps, c.var.principal, filter, page), page, accountListed)
  }),
  onSummary(summary, async (c) => reply(c, await summarizeAccount(deps, c.var.principal), summaryWire)),
  on(retrieve, async (c) =>
    reply(c, await getAccount(deps, c.var.principal, c.req.valid('param').accountId), (account) =>
      accountWire(account, c.var.principal),
    ),
  ),
  on(create, async (c) => {
    const body = c.req.valid('json')
    const opened = await openAccount(deps, c.var.principal, accountDetailsOf(body), firstAdministratorOf(body.masterAdmin))
    return reply(c, opened, ({ account, administrator }) => accountUpdated(account, c.var.principal, administrator))
  }),
  on(update, async (c) => {
    const { accountId } = c.req.valid('param')
    const updated = await updateAccount(deps, c.var.principal, accountId, accountDetailsOf(c.req.valid('json')))
    return reply(c, updated, async (account) => {
      const owner = account.masterAdmin && (await deps.administrators.get(accountId, account.masterAdmin.id))
      return accountUpdated(account, c.var.principal, owner)
    })
  }),
  on(close, async (c) => replyEmpty(c, await closeAccount(deps, c.var.principal, c.req.valid('param').accountId))),
  on(reopen, async (c) =>
    reply(c, await reopenAccount(deps, c.var.principal, c.req.valid('param').accountId), (account) =>
      accountWire(account, c.var.principal),
    ),
  ),
  on(invite, async (c) => replyEmpty(c, await inviteOwner(deps, c.var.principal, c.req.valid('param').accountId))),
  on(listAdministrators, async (c) => {
    const page = c.req.valid('query')
    const found = await listAccountAdministrators(deps, c.var.principal, c.req.valid('param').accountId, page)
    return replyPage(c, found, page, accountAdministrator)
  }),
]
