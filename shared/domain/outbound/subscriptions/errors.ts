/** Events may not be posted to this address; `reason` says why in a few words. */
export type InvalidReceiverUrl = { kind: 'invalid_receiver_url'; url: string; reason: string }

/** The account has as many subscriptions as it may have. */
export type TooManySubscriptions = { kind: 'too_many_subscriptions'; maximum: number }

/** A criterion names something that the account does not have: a site, a door or a user. */
export type InvalidCriteria = { kind: 'invalid_criteria'; what: 'site' | 'accessPoint' | 'user'; value: number }

/** What an operation of subscriptions can end in on an API's route, besides the errors that every module has. */
export type SubscriptionError = InvalidReceiverUrl | TooManySubscriptions | InvalidCriteria
