import { z } from 'zod'
import { readSubscriptionFilter } from '../../../../shared/dialects/brivo/event-subscriptions/filter.ts'
import { SubscriptionBody, subscriptionInput } from '../../../../shared/dialects/brivo/event-subscriptions/inputs.ts'
import {
  SubscriptionCreated,
  SubscriptionListed,
  SubscriptionWire,
  subscriptionListed,
  subscriptionWire,
} from '../../../../shared/dialects/brivo/event-subscriptions/wire.ts'
import { createSubscription, encryptedSecretWord } from '../../../../shared/domain/outbound/subscriptions/create.ts'
import type { Subscription } from '../../../../shared/domain/outbound/subscriptions/entity.ts'
import { listSubscriptions } from '../../../../shared/domain/outbound/subscriptions/list.ts'
import { removeSubscription } from '../../../../shared/domain/outbound/subscriptions/remove.ts'
import { updateSubscription } from '../../../../shared/domain/outbound/subscriptions/update.ts'
import { route } from '../../../../shared/http/route.ts'
import { SubscriptionId } from '../../../../shared/lib/ids.ts'
import { found } from '../../../../shared/lib/result.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty, replyListing } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json, jsonBody, listQuery, PageOf } from '../../wire.ts'

const Params = z.object({ eventSubscriptionId: SubscriptionId })

const list = route('get', '/', {
  operationId: 'listEventSubscriptions',
  permission: 'subscriptions:view',
  request: { query: listQuery(readSubscriptionFilter) },
  responses: { 200: json('Event subscriptions, oldest first', PageOf(SubscriptionListed)), ...errors(400, 403) },
})

const retrieve = route('get', '/{eventSubscriptionId}', {
  operationId: 'getEventSubscription',
  permission: 'subscriptions:view',
  request: { params: Params },
  responses: { 200: json('The event subscription', SubscriptionWire), ...errors(400, 403, 404) },
})

const create = route('post', '/', {
  operationId: 'createEventSubscription',
  permission: 'subscriptions:edit',
  actors: ['administrator', 'token'],
  request: jsonBody(SubscriptionBody),
  responses: {
    200: json('The new subscription, with the signing secret that is given only here', SubscriptionCreated),
    ...errors(400, 403, 409),
  },
})

const update = route('put', '/{eventSubscriptionId}', {
  operationId: 'updateEventSubscription',
  permission: 'subscriptions:edit',
  actors: ['administrator', 'token'],
  request: { params: Params, ...jsonBody(SubscriptionBody) },
  responses: { 200: json('The event subscription as it is now', SubscriptionWire), ...errors(400, 403, 404, 409) },
})

const remove = route('delete', '/{eventSubscriptionId}', {
  operationId: 'deleteEventSubscription',
  permission: 'subscriptions:edit',
  request: { params: Params },
  responses: { 204: empty('Deleted'), ...errors(400, 403, 404, 409) },
})

const retrieved = (deps: Pick<ApiDeps, 'sealer'>, subscription: Subscription) =>
  subscriptionWire(subscription, encryptedSecretWord(deps, subscription))

/** `/v1/api/event-subscriptions` */
export const eventSubscriptionRoutes = (
  deps: ApiDeps<'accessPoints' | 'administrators' | 'sites' | 'subscriptions' | 'users'>,
) => [
  on(list, async (c) => {
    const { filter, ...page } = c.req.valid('query')
    return replyListing(c, await listSubscriptions(deps, c.var.principal, filter, page), page, subscriptionListed)
  }),
  on(retrieve, async (c) => {
    const { eventSubscriptionId: subscriptionId } = c.req.valid('param')
    const subscription = await deps.subscriptions.get(c.var.principal.accountId, subscriptionId)
    return reply(c, found(subscription, { kind: 'not_found', what: 'event subscription', id: subscriptionId }), (one) =>
      retrieved(deps, one),
    )
  }),
  on(create, async (c) => {
    const input = { ...subscriptionInput(c.req.valid('json')), dialect: 'brivo' as const }
    const created = await createSubscription(deps, c.var.principal, input)
    return reply(c, created, ({ subscription, signingSecret }) => ({ ...retrieved(deps, subscription), signingSecret }))
  }),
  on(update, async (c) => {
    const { eventSubscriptionId } = c.req.valid('param')
    const updated = await updateSubscription(deps, c.var.principal, eventSubscriptionId, subscriptionInput(c.req.valid('json')))
    return reply(c, updated, (value) => retrieved(deps, value))
  }),
  on(remove, async (c) =>
    replyEmpty(c, await removeSubscription(deps, c.var.principal, c.req.valid('param').eventSubscriptionId)),
  ),
]
