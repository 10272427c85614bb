import { signatureHeaders } from '../../shared/dialects/brivo/event-subscriptions/sign.ts'
import { eventWire } from '../../shared/dialects/brivo/events/wire.ts'
import type { SubscriptionDialect } from '../../shared/domain/outbound/subscriptions/entity.ts'
import type { SignedParts, SigningKeys } from '../../shared/domain/outbound/subscriptions/secrets.ts'
import type { Event } from '../../shared/domain/record/events/entity.ts'
import type { AccountId } from '../../shared/lib/ids.ts'

/** What the webhooks of one API are made of: the body, in its words, and the headers by which a receiver knows that it is ours. */
export type Webhook = {
  body: (event: Event, accountId: AccountId) => string
  signatures: (parts: SignedParts, keys: SigningKeys) => Readonly<Record<string, string>>
}

/** By the API that a subscription was made with. One that is not here does not compile. */
export const webhooks: Readonly<Record<SubscriptionDialect, Webhook>> = {
  brivo: { body: (event, accountId) => JSON.stringify(eventWire(event, accountId)), signatures: signatureHeaders },
}
