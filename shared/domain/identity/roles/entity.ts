import { z } from 'zod'
import { type AccountId, RoleId } from '../../../lib/ids.ts'
import { permissionSets } from '../features/feature.ts'

/** How much of a feature a role has; `permissionIds` are the permissions of a CUSTOM set, and of no other. */
export const RoleFeature = z.object({
  featureId: z.number(),
  set: z.enum(permissionSets),
  permissionIds: z.array(z.number()).optional(),
})
export type RoleFeature = z.infer<typeof RoleFeature>

/** What several administrators of an account may do, under a name. A feature that it does not list it has none of. */
export const Role = z.object({
  id: RoleId,
  version: z.number(),
  name: z.string(),
  description: z.string().optional(),
  features: z.array(RoleFeature),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Role = z.infer<typeof Role>

/** What a role is made of, and what replaces all of it. */
export type RoleInput = { name: string; description?: string; features: readonly RoleFeature[] }

/** How many roles an account may have, so that all of them are listed at once. */
export const maxRoles = 200

/** The subject of notices about a role. */
export const roleSubject = (accountId: AccountId, roleId: RoleId): string => `role ${accountId} ${roleId}`
