import { Hono } from 'hono'
import type { AuthDeps } from '../env.ts'

/** `GET /oauth/token_key`: the public key of access tokens, in the form that clients of this API know. */
export const tokenKeyRoute = ({ publicKeys }: AuthDeps) =>
  new Hono().get('/oauth/token_key', (c) => c.json({ alg: 'SHA256withRSA', value: publicKeys.pem }))
