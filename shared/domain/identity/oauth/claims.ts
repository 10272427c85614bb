import { z } from 'zod'
import { AccountId, AdministratorId } from '../../../lib/ids.ts'
import { administratorTypes, type Principal } from '../administrators/principal.ts'

/** What an access token says (RS256 JWT). The auth function writes it, the API reads it, and nothing else knows its shape. */
export const AccessClaims = z.object({
  iss: z.string(),
  sub: z.string(),
  jti: z.string(),
  iat: z.number(),
  exp: z.number(),
  client_id: z.string(),
  scope: z.union([z.string(), z.array(z.string())]),
  account_id: z.number(),
  name: z.string(),
  user_name: z.string(),
  admin_type: z.enum(administratorTypes),
  /** Whether a SENIOR may create administrators; absent means not. */
  can_create_admins: z.boolean().optional(),
  /** The grant the token came from: what a revocation ends. */
  grant: z.string(),
})
export type AccessClaims = z.infer<typeof AccessClaims>

/** The algorithm of access tokens: the only one that is ever accepted. */
export const accessTokenAlgorithm = 'RS256'

/** Who acts, according to a verified token. */
export const principalOf = (claims: AccessClaims): Principal => ({
  accountId: AccountId.parse(claims.account_id),
  administratorId: AdministratorId.parse(claims.sub),
  name: claims.name,
  username: claims.user_name,
  type: claims.admin_type,
  clientId: claims.client_id,
  ...(claims.can_create_admins ? { canCreateAdmins: true } : {}),
})
