import { Hono } from 'hono'
import type { AuthDeps } from '../env.ts'

/** `GET /.well-known/jwks.json`: every key that access tokens may be signed with. */
export const jwksRoute = ({ publicKeys }: AuthDeps) => new Hono().get('/.well-known/jwks.json', (c) => c.json(publicKeys.jwks))
