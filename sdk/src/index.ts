export type { RetryPolicy } from './attempts.ts'
export { type ClientOptions, createClient } from './client.ts'
export { ApiError, ConnectionError } from './errors.ts'
export type { Grant, Tokens } from './grants.ts'
export { type ItemOf, type ListPath, paged } from './paged.ts'
export type { Runtime } from './runtime.ts'
export { memoryStore, type TokenStore } from './tokens.ts'
export type { Answer, CallOptions, Client, CommonOptions, DataOf, Operation, PathWith, Schemas } from './types.ts'
export {
  decryptSecretWord,
  verifyWebhook,
  WebhookError,
  type WebhookEvent,
  type WebhookOptions,
  type WebhookSecrets,
} from './webhooks.ts'
