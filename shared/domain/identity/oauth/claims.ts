import { z } from 'zod'
import { AccountId, AdministratorId, UserId } from '../../../lib/ids.ts'
import { administratorTypes } from '../administrators/type.ts'
import { administratorPrincipal } from '../principals/administrator.ts'
import { grantsOf } from '../principals/granted.ts'
import { permissions } from '../principals/permission.ts'
import type { Principal } from '../principals/principal.ts'

const common = {
  iss: z.string(),
  sub: z.string(),
  jti: z.string(),
  iat: z.number(),
  exp: z.number(),
  client_id: z.string(),
  scope: z.union([z.string(), z.array(z.string())]),
  account_id: z.number(),
  name: z.string(),
  /** The grant the token came from: what a revocation ends. */
  grant: z.string(),
}

/** What the token of an administrator says; `sub` is the administrator's id. */
const AdministratorClaims = z.object({
  ...common,
  kind: z.literal('administrator'),
  user_name: z.string(),
  admin_type: z.enum(administratorTypes),
  /** Whether a SENIOR may create administrators; absent means not. */
  can_create_admins: z.boolean().optional(),
  /** Which of their passwords the administrator signed in with (`signInVersion`). */
  sign_in: z.number(),
  /** What the administrator may do does not follow from their type alone: it has to be read. Absent means that it does. */
  limited: z.boolean().optional(),
})
export type AdministratorClaims = z.infer<typeof AdministratorClaims>

/**
 * What a service token says; `sub` is the administrator's id, and `grant` the token's own uuid. `permissions` are the most that it may
 * do: what it may do now has to be read.
 */
const TokenClaims = z.object({ ...common, kind: z.literal('token'), permissions: z.array(z.enum(permissions)) })
export type TokenClaims = z.infer<typeof TokenClaims>

/** What the token of a person with a card says; `sub` is the user's id. It is granted nothing. */
const CardHolderClaims = z.object({ ...common, kind: z.literal('cardHolder') })

/** What an access token says (RS256 JWT). The auth function writes it, the APIs read it, and nothing else knows its shape. */
export const AccessClaims = z.discriminatedUnion('kind', [AdministratorClaims, TokenClaims, CardHolderClaims])
export type AccessClaims = z.infer<typeof AccessClaims>

/** The algorithm of access tokens: the only one that is ever accepted. */
export const accessTokenAlgorithm = 'RS256'

/** Who acts, according to a verified token, and what they may do. No reading of the table is needed for it. */
export const principalOf = (claims: AccessClaims): Principal => {
  const accountId = AccountId.parse(claims.account_id)
  const { name, client_id: clientId } = claims
  switch (claims.kind) {
    case 'administrator':
      return administratorPrincipal({
        accountId,
        administratorId: AdministratorId.parse(claims.sub),
        name,
        username: claims.user_name,
        type: claims.admin_type,
        clientId,
        canCreateAdmins: claims.can_create_admins === true,
      })
    case 'token':
      return {
        kind: 'token',
        accountId,
        administratorId: AdministratorId.parse(claims.sub),
        clientId,
        name,
        grants: grantsOf(claims.permissions),
      }
    case 'cardHolder':
      return { kind: 'cardHolder', accountId, userId: UserId.parse(claims.sub), name, clientId, grants: [] }
  }
}
