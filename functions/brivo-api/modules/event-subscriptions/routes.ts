import { createRoute, z } from '@hono/zod-openapi'
import type { Deps } from '../../../../shared/domain/deps.ts'
import { createSubscription, encryptedSecretWord } from '../../../../shared/domain/outbound/subscriptions/create.ts'
import { listSubscriptions } from '../../../../shared/domain/outbound/subscriptions/list.ts'
import { removeSubscription } from '../../../../shared/domain/outbound/subscriptions/remove.ts'
import { Criterion, type Subscription, SubscriptionInput } from '../../../../shared/domain/outbound/subscriptions/schema.ts'
import { updateSubscription } from '../../../../shared/domain/outbound/subscriptions/update.ts'
import { SubscriptionId } from '../../../../shared/lib/ids.ts'
import { formatInstant } from '../../../../shared/lib/wire-time.ts'
import { apiError } from '../../api-error.ts'
import { type ApiDeps, router } from '../../env.ts'
import { requirePermission } from '../../middleware/require-permission.ts'
import { empty, errors, json, jsonBody, ListQuery, PageOf, pageAnswer } from '../../wire.ts'

const Params = z.object({ eventSubscriptionId: SubscriptionId })
/** `disabled` is there only while a subscription is switched off, and says since when and why. */
const SubscriptionListed = z
  .object({
    id: z.number(),
    name: z.string(),
    url: z.string(),
    errorEmail: z.string().optional(),
    criteria: z.array(Criterion),
    disabled: z.object({ since: z.string(), reason: z.string() }).optional(),
  })
  .meta({ id: 'EventSubscriptionListed' })
const SubscriptionWire = SubscriptionListed.extend({ encryptedSecretWord: z.string() }).meta({ id: 'EventSubscription' })
const SubscriptionCreated = SubscriptionWire.extend({ signingSecret: z.string() }).meta({ id: 'EventSubscriptionCreated' })

const listed = ({ id, name, url, errorEmail, criteria, disabled }: Subscription): z.infer<typeof SubscriptionListed> => ({
  id,
  name,
  url,
  ...(errorEmail ? { errorEmail } : {}),
  criteria,
  ...(disabled ? { disabled: { since: formatInstant(disabled.at), reason: disabled.reason } } : {}),
})
const subscriptionWire = (deps: Pick<Deps, 'sealer'>, subscription: Subscription): z.infer<typeof SubscriptionWire> => ({
  ...listed(subscription),
  encryptedSecretWord: encryptedSecretWord(deps, subscription),
})

const list = createRoute({
  method: 'get',
  path: '/',
  operationId: 'listEventSubscriptions',
  middleware: [requirePermission('subscriptions:view')] as const,
  request: { query: ListQuery },
  responses: { 200: json('Event subscriptions, oldest first', PageOf(SubscriptionListed)), ...errors(400, 403) },
})

const retrieve = createRoute({
  method: 'get',
  path: '/{eventSubscriptionId}',
  operationId: 'getEventSubscription',
  middleware: [requirePermission('subscriptions:view')] as const,
  request: { params: Params },
  responses: { 200: json('The event subscription', SubscriptionWire), ...errors(400, 403, 404) },
})

const create = createRoute({
  method: 'post',
  path: '/',
  operationId: 'createEventSubscription',
  middleware: [requirePermission('subscriptions:edit')] as const,
  request: jsonBody(SubscriptionInput),
  responses: {
    200: json('The new subscription, with the signing secret that is told only here', SubscriptionCreated),
    ...errors(400, 403, 409),
  },
})

const update = createRoute({
  method: 'put',
  path: '/{eventSubscriptionId}',
  operationId: 'updateEventSubscription',
  middleware: [requirePermission('subscriptions:edit')] as const,
  request: { params: Params, ...jsonBody(SubscriptionInput) },
  responses: { 200: json('The event subscription as it is now', SubscriptionWire), ...errors(400, 403, 404, 409) },
})

const remove = createRoute({
  method: 'delete',
  path: '/{eventSubscriptionId}',
  operationId: 'deleteEventSubscription',
  middleware: [requirePermission('subscriptions:edit')] as const,
  request: { params: Params },
  responses: { 204: empty('Deleted'), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/event-subscriptions` */
export const eventSubscriptionRoutes = (deps: ApiDeps) =>
  router()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const page = await listSubscriptions(deps, c.var.principal, query)
      return page.ok ? c.json(pageAnswer(page.value, query, listed), 200) : apiError(c, page.error)
    })
    .openapi(retrieve, async (c) => {
      const { eventSubscriptionId: subscriptionId } = c.req.valid('param')
      const found = await deps.subscriptions.get(c.var.principal.accountId, subscriptionId)
      return found ? c.json(subscriptionWire(deps, found), 200) : apiError(c, { kind: 'subscription_not_found', subscriptionId })
    })
    .openapi(create, async (c) => {
      const created = await createSubscription(deps, c.var.principal, c.req.valid('json'))
      if (!created.ok) return apiError(c, created.error)
      const { subscription, signingSecret } = created.value
      return c.json({ ...subscriptionWire(deps, subscription), signingSecret }, 200)
    })
    .openapi(update, async (c) => {
      const { eventSubscriptionId } = c.req.valid('param')
      const updated = await updateSubscription(deps, c.var.principal, eventSubscriptionId, c.req.valid('json'))
      return updated.ok ? c.json(subscriptionWire(deps, updated.value), 200) : apiError(c, updated.error)
    })
    .openapi(remove, async (c) => {
      const removed = await removeSubscription(deps, c.var.principal, c.req.valid('param').eventSubscriptionId)
      return removed.ok ? c.body(null, 204) : apiError(c, removed.error)
    })
