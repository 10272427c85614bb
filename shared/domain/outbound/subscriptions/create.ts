import { SubscriptionId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile, NotPermitted } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { Assignments } from '../../identity/administrators/entity.ts'
import { limitsOf } from '../../identity/principals/limits.ts'
import type { ApplicationPrincipal } from '../../identity/principals/principal.ts'
import { type AuditObject, auditEvent } from '../../record/events/audit.ts'
import { listsEvents, mayListEvents } from '../../record/events/may-list.ts'
import { whole } from '../../whole.ts'
import { type CriteriaDeps, keptCriteria } from './criteria.ts'
import {
  type CriterionInput,
  maxSubscriptions,
  type Subscription,
  type SubscriptionDialect,
  type SubscriptionInput,
} from './entity.ts'
import type { InvalidCriteria, InvalidReceiverUrl, TooManySubscriptions } from './errors.ts'
import { kindSent } from './match.ts'
import { readReceiverUrl } from './receiver-url.ts'
import { drawSecrets, encryptSecretWord, signingSecretText } from './secrets.ts'

/** A new subscription and its signing secret, which is never shown again. */
export type CreatedSubscription = { subscription: Subscription; signingSecret: string }

/** What an audit event says of a subscription. */
export const subscriptionAsObject = ({ id, name }: Subscription): AuditObject => ({ id, name, kind: 'subscription' })

/**
 * Subscribes a receiver to the events that meet all criteria (API document, Create New Event Subscription). Who is limited is sent
 * events of what is assigned to them, and nobody is sent a kind of events that they may not list.
 */
export const createSubscription = async (
  deps: CriteriaDeps & Pick<Deps, 'subscriptions' | 'sealer' | 'receiverRules' | 'now' | 'newUuid' | 'randomBytes' | 'whole'>,
  principal: ApplicationPrincipal,
  input: SubscriptionInput & { dialect: SubscriptionDialect },
): Promise<
  Result<CreatedSubscription, NotPermitted | InvalidReceiverUrl | InvalidCriteria | TooManySubscriptions | ChangedMeanwhile>
> => {
  const { accountId, clientId } = principal
  const refused = notSent(principal, input.criteria)
  if (refused) return err(refused)
  const url = readReceiverUrl(input.url, deps.receiverRules)
  if (!url.ok) return err({ kind: 'invalid_receiver_url', url: input.url, reason: url.error })
  const [criteria, others] = await Promise.all([
    keptCriteria(deps, accountId, input.criteria),
    whole(deps).subscriptions.page(accountId, { offset: 0, pageSize: 1 }),
  ])
  if (!criteria.ok) return criteria
  if (others.count >= maxSubscriptions) return err({ kind: 'too_many_subscriptions', maximum: maxSubscriptions })
  const now = deps.now()
  const { signingSecret, sealed } = drawSecrets(deps)
  const subscription: Subscription = {
    ...input,
    ...sealed,
    id: SubscriptionId.parse(deps.newId()),
    version: 1,
    criteria: criteria.value,
    clientId,
    ...madeBy(principal),
    createdAt: now,
    updatedAt: now,
  }
  const stamp = { now, uuid: deps.newUuid() }
  const event = auditEvent(stamp, principal, 'subscription.created', subscriptionAsObject(subscription))
  const added = await deps.subscriptions.add(accountId, subscription, event)
  if (!added.ok) return err({ kind: 'changed_meanwhile', what: 'event subscription' })
  return ok({ subscription, signingSecret: signingSecretText(signingSecret) })
}

/** Whose a subscription is that somebody makes: that of a service token is its administrator's. */
export const madeBy = (principal: ApplicationPrincipal): Pick<Subscription, 'administratorId' | 'limits'> => {
  const limits = limitsOf(principal)
  return { administratorId: principal.administratorId, ...(limits ? { limits: Assignments.parse(limits.scope) } : {}) }
}

/** Whether somebody may have events sent by these criteria: only those of a kind that they may list. */
export const notSent = (principal: ApplicationPrincipal, criteria: readonly CriterionInput[]): NotPermitted | undefined => {
  const kind = kindSent(criteria)
  if (kind === undefined || mayListEvents(principal, kind)) return undefined
  return { kind: 'not_permitted', permission: listsEvents[kind] }
}

/** The secret word as the application that created the subscription can read it. */
export const encryptedSecretWord = (deps: Pick<Deps, 'sealer'>, { secretWord, clientId }: Subscription): string =>
  encryptSecretWord(deps.sealer.open(secretWord), clientId)
