import { createRoute, z } from '@hono/zod-openapi'
import { inviteAdministrator } from '../../../../shared/domain/identity/administrators/invite.ts'
import { getAdministrator, listAdministrators } from '../../../../shared/domain/identity/administrators/list.ts'
import { type Administrator, AdministratorInput } from '../../../../shared/domain/identity/administrators/schema.ts'
import { omitEmpty } from '../../../../shared/lib/defined.ts'
import { AdministratorId } from '../../../../shared/lib/ids.ts'
import { apiError } from '../../api-error.ts'
import { type ApiDeps, router } from '../../env.ts'
import { requirePermission } from '../../middleware/require-permission.ts'
import { errors, json, jsonBody, ListQuery, PageOf, pageAnswer } from '../../wire.ts'

const AdministratorParams = z.object({ administratorId: AdministratorId })
const AdministratorWire = z
  .object({
    id: z.number(),
    username: z.string(),
    firstName: z.string(),
    middleName: z.string().optional(),
    lastName: z.string(),
    identityType: z.string(),
    email: z.string(),
    timezone: z.string(),
    canCreateAdmins: z.boolean(),
  })
  .meta({ id: 'Administrator' })
const AdministratorRetrieved = AdministratorWire.extend({ accountId: z.number() }).meta({ id: 'AdministratorRetrieved' })

/** An administrator as every call of this module answers it; nothing of the sign-in. */
const administratorWire = (administrator: Administrator): z.infer<typeof AdministratorWire> =>
  omitEmpty({
    id: administrator.id,
    username: administrator.username,
    firstName: administrator.firstName,
    ...(administrator.middleName ? { middleName: administrator.middleName } : {}),
    lastName: administrator.lastName,
    identityType: administrator.type,
    email: administrator.email,
    timezone: administrator.timezone,
    canCreateAdmins: administrator.canCreateAdmins,
  })

const whoami = createRoute({
  method: 'get',
  path: '/whoami',
  operationId: 'getCurrentAdministrator',
  middleware: [requirePermission('none')] as const,
  responses: { 200: json('Who the token acts for', AdministratorWire), ...errors(404) },
})

const list = createRoute({
  method: 'get',
  path: '/',
  operationId: 'listAdministrators',
  middleware: [requirePermission('administrators:view')] as const,
  request: { query: ListQuery },
  responses: { 200: json('Administrators of the account, oldest first', PageOf(AdministratorWire)), ...errors(400, 403) },
})

const retrieve = createRoute({
  method: 'get',
  path: '/{administratorId}',
  operationId: 'getAdministrator',
  middleware: [requirePermission('administrators:view')] as const,
  request: { params: AdministratorParams },
  responses: { 200: json('The administrator', AdministratorRetrieved), ...errors(400, 403, 404) },
})

const create = createRoute({
  method: 'post',
  path: '/',
  operationId: 'createAdministrator',
  middleware: [requirePermission('administrators:edit')] as const,
  request: jsonBody(AdministratorInput),
  responses: { 200: json('The new administrator', AdministratorWire), ...errors(400, 403, 409) },
})

/** `/v1/api/administrators` */
export const administratorRoutes = (deps: ApiDeps) =>
  router()
    .openapi(whoami, async (c) => {
      const found = await getAdministrator(deps, c.var.principal, c.var.principal.administratorId)
      return found.ok ? c.json(administratorWire(found.value), 200) : apiError(c, found.error)
    })
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const page = await listAdministrators(deps, c.var.principal, query)
      return page.ok ? c.json(pageAnswer(page.value, query, administratorWire), 200) : apiError(c, page.error)
    })
    .openapi(retrieve, async (c) => {
      const { accountId } = c.var.principal
      const found = await getAdministrator(deps, c.var.principal, c.req.valid('param').administratorId)
      return found.ok ? c.json({ ...administratorWire(found.value), accountId }, 200) : apiError(c, found.error)
    })
    .openapi(create, async (c) => {
      const result = await inviteAdministrator(deps, c.var.principal, c.req.valid('json'))
      return result.ok ? c.json(administratorWire(result.value), 200) : apiError(c, result.error)
    })
