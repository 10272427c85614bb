import type { Context } from 'hono'
import type { Principal } from '../domain/identity/principals/principal.ts'

/** What an answer is made with, whoever may call. */
export type Responder = Pick<Context, 'json' | 'body'>

/** What is known of any request: who acts, unless it was refused before or needs no token. */
export type RequestEnv = { Variables: { principal?: Principal } }

/** What handlers read of a request besides its input. `By` is who may be there, where not every kind of principal is. */
export type ApiEnv<By extends Principal = Principal> = { Variables: Caller<By>; Bindings: Caller<By> }

/**
 * Who was let in, and the address that it came from. The app hands it on to the endpoints, which are apps of their
 * own, as their environment.
 */
type Caller<By> = { principal: By; source: string }
