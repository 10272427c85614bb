import { z } from 'zod'
import type { Credential } from '../../../domain/people/credentials/entity.ts'
import type { Invitation } from '../../../domain/people/mobile-keys/entity.ts'
import type { InvitationNow } from '../../../domain/people/mobile-keys/list.ts'
import type { RedeemedKey } from '../../../domain/people/mobile-keys/redeem.ts'
import { formatInstant } from '../wire-time.ts'

/** An invitation as this API answers it. Who may not give credentials to users does not see the code, which is worth one. */
export const InvitationWire = z
  .object({
    id: z.number(),
    referenceId: z.string(),
    credentialId: z.number(),
    accessCode: z.string().optional(),
    created: z.string(),
    expiration: z.string(),
    status: z.enum(['PENDING', 'REDEEMED', 'EXPIRED', 'CANCELLED']),
    nfcEnabled: z.boolean(),
    cancelDate: z.string().optional(),
  })
  .meta({ id: 'DigitalInvitation' })

const statuses = { pending: 'PENDING', redeemed: 'REDEEMED', expired: 'EXPIRED', cancelled: 'CANCELLED' } as const

/** An invitation as it stands now; `showsCode` says whether the caller may see its code. */
export const invitationWire =
  (showsCode: boolean) =>
  ({ invitation, state }: InvitationNow): z.infer<typeof InvitationWire> => ({
    id: invitation.id,
    referenceId: invitation.referenceId,
    credentialId: invitation.credentialId,
    ...(showsCode ? { accessCode: invitation.accessCode } : {}),
    created: formatInstant(invitation.createdAt),
    expiration: formatInstant(invitation.expiresAt),
    status: statuses[state],
    nfcEnabled: invitation.walletPass,
    ...(invitation.state === 'cancelled' && invitation.endedAt !== undefined
      ? { cancelDate: formatInstant(invitation.endedAt) }
      : {}),
  })

/** An invitation that was just changed, to whom may change it. */
export const changedInvitationWire = (invitation: Invitation) => invitationWire(true)({ invitation, state: invitation.state })

/** The credential in a phone (API document, Digital Credential Retrieval). */
export const DigitalCredentialWire = z
  .object({
    id: z.number(),
    credentialValue: z.string(),
    effectiveFrom: z.string().optional(),
    effectiveTo: z.string().optional(),
  })
  .meta({ id: 'DigitalCredential' })

export const digitalCredentialWire = ({
  id,
  encoded,
  effectiveFrom,
  effectiveTo,
}: Credential): z.infer<typeof DigitalCredentialWire> => ({
  id,
  credentialValue: encoded,
  ...(effectiveFrom === undefined ? {} : { effectiveFrom: formatInstant(effectiveFrom) }),
  ...(effectiveTo === undefined ? {} : { effectiveTo: formatInstant(effectiveTo) }),
})

/** What a phone is given for a code (ours): the credential, and whose doors it opens. */
export const RedeemedWire = DigitalCredentialWire.extend({ accountId: z.number(), accountName: z.string() }).meta({
  id: 'RedeemedDigitalCredential',
})
export const redeemedWire = ({ key, accountId, accountName }: RedeemedKey): z.infer<typeof RedeemedWire> => ({
  ...digitalCredentialWire(key),
  accountId,
  accountName,
})
