/** An administrator has one service token at most. */
export type ServiceTokenIssued = { kind: 'service_token_issued' }

/** What an operation of service tokens can end in on an API's route, besides the errors that every module has. */
export type ServiceTokenError = ServiceTokenIssued
