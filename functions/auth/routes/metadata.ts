import { Hono } from 'hono'
import { grantTypes, onlyScope } from '../../../shared/domain/identity/oauth/entity.ts'
import { mobileKeyGrantType } from '../../../shared/domain/people/mobile-keys/grant-token.ts'
import type { AuthDeps } from '../env.ts'

/** `GET /.well-known/oauth-authorization-server` (RFC 8414). */
export const metadataRoute = ({ issuer }: AuthDeps) =>
  new Hono().get('/.well-known/oauth-authorization-server', (c) =>
    c.json({
      issuer,
      authorization_endpoint: `${issuer}/oauth/authorize`,
      token_endpoint: `${issuer}/oauth/token`,
      revocation_endpoint: `${issuer}/oauth/revoke`,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      scopes_supported: [onlyScope],
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: [...grantTypes, mobileKeyGrantType],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
      revocation_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
      code_challenge_methods_supported: ['S256'],
    }),
  )
