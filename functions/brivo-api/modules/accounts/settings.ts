import { z } from 'zod'
import {
  SettingInput,
  SettingWire,
  settingOf,
  settingsWire,
  settingWire,
} from '../../../../shared/dialects/brivo/accounts/settings.ts'
import { changeSetting } from '../../../../shared/domain/places/accounts/change-setting.ts'
import { getAccount } from '../../../../shared/domain/places/accounts/retrieve.ts'
import { route } from '../../../../shared/http/route.ts'
import { AccountId, fromDigits } from '../../../../shared/lib/ids.ts'
import { apiError } from '../../api-error.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json, jsonBody } from '../../wire.ts'

const Params = z.object({ accountId: AccountId })
const SettingId = z.preprocess(fromDigits, z.number({ error: 'Invalid input: expected a whole number above 0' }).int().positive())

const list = route('get', '/{accountId}/settings', {
  operationId: 'listAccountSettings',
  permission: 'accounts:view',
  request: { params: Params },
  responses: {
    200: json('The settings of the account', z.object({ data: z.array(SettingWire), count: z.number() })),
    ...errors(400, 403, 404),
  },
})

const update = route('put', '/{accountId}/settings/{settingId}', {
  operationId: 'updateAccountSetting',
  permission: 'accounts:edit',
  request: { params: Params.extend({ settingId: SettingId }), ...jsonBody(SettingInput) },
  responses: { 200: json('The setting as it is now', SettingWire), ...errors(400, 403, 404, 409, 412) },
})

/** `/v1/api/accounts/{accountId}/settings` */
export const accountSettingRoutes = (deps: ApiDeps<'accounts'>) => [
  on(list, async (c) => reply(c, await getAccount(deps, c.var.principal, c.req.valid('param').accountId), settingsWire)),
  on(update, async (c) => {
    const { accountId, settingId } = c.req.valid('param')
    const account = await getAccount(deps, c.var.principal, accountId)
    if (!account.ok) return apiError(c, account.error)
    const key = settingOf(settingId)
    if (!key) return apiError(c, { kind: 'not_found', what: 'account setting', id: settingId })
    const { value } = c.req.valid('json')
    return reply(c, await changeSetting(deps, c.var.principal, accountId, key, value), settingWire(key))
  }),
]
