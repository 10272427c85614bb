import { z } from 'zod'
import { CredentialId, UserId } from '../../lib/ids.ts'

/**
 * A card or the like. `encoded` is its bits as lower-case hexadecimal without leading zeros, `bits` how many they are, where
 * that is known. Assigned to a user it is valid from `effectiveFrom` until `effectiveTo` (epoch milliseconds).
 */
export const Credential = z.object({
  id: CredentialId,
  version: z.number(),
  formatId: z.number(),
  referenceId: z.string().optional(),
  encoded: z.string(),
  bits: z.number().optional(),
  fields: z.array(z.object({ id: z.number(), value: z.string() })),
  /** The value of the facility code among `fields`, for filtered listings. */
  facilityCode: z.string().optional(),
  usedWithOfflineLocks: z.boolean().optional(),
  userId: UserId.optional(),
  effectiveFrom: z.number().optional(),
  effectiveTo: z.number().optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Credential = z.infer<typeof Credential>

/** The part of a credential that filtered listings read. `facility` is the value of its facility code, where it has one. */
export type CredentialFind = { reference?: string; facility?: string; userId?: number; from?: number; to?: number }
