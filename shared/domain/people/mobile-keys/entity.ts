import { z } from 'zod'
import { day, type Instant, minute } from '../../../lib/clock.ts'
import { CredentialId, InvitationId, UserId } from '../../../lib/ids.ts'
import { type Credential, isCard } from '../credentials/entity.ts'
import { allegionFormatIds } from '../credentials/formats.ts'

/** How long a code may be redeemed (API document, Create User Digital Invitation: the example expires after three days). */
export const invitationLifetime = 3 * day
/** How long an invitation is listed: it holds an address of a person. */
export const invitationMemory = 365 * day
/** A phone that lost the answer may redeem its code again for this long. */
export const redeemedAgainWithin = 2 * minute
/** So many letters and digits make a code. */
export const accessCodeLength = 8

/**
 * Invites a user to take a key into the phone. The key is a credential of kind `mobile_key`, made with the invitation: `pending`, so
 * that it opens nothing, until somebody redeems the `accessCode`. `endedAt` is when it was redeemed, cancelled or found expired.
 * Instants are epoch milliseconds.
 */
export const Invitation = z.object({
  id: InvitationId,
  version: z.number(),
  userId: UserId,
  credentialId: CredentialId,
  referenceId: z.string(),
  accessCode: z.string(),
  walletPass: z.boolean(),
  state: z.enum(['pending', 'redeemed', 'cancelled', 'expired']),
  createdAt: z.number(),
  expiresAt: z.number(),
  endedAt: z.number().optional(),
})
export type Invitation = z.infer<typeof Invitation>
export type InvitationState = Invitation['state']
export const invitationStates = Invitation.shape.state.options

/** Whether an invitation still waits for its user: its key is the user's and pending. It may be too late to redeem it. */
export const isWaiting = ({ state, userId }: Invitation, key: Credential | undefined): boolean =>
  state === 'pending' && key?.userId === userId && key.state === 'pending'

/** Whether the time to redeem an invitation is over. */
export const isLate = ({ expiresAt }: Invitation, now: Instant): boolean => now >= expiresAt

/** How an invitation stands. One whose key was deleted, or taken from the user, is cancelled by that. */
export const stateAt = (invitation: Invitation, key: Credential | undefined, now: Instant): InvitationState => {
  if (invitation.state !== 'pending') return invitation.state
  if (!isWaiting(invitation, key)) return 'cancelled'
  return isLate(invitation, now) ? 'expired' : 'pending'
}

/** An invitation that is over. */
export const ended = (invitation: Invitation, state: Exclude<InvitationState, 'pending'>, now: Instant): Invitation => ({
  ...invitation,
  version: invitation.version + 1,
  state,
  endedAt: now,
})

/** How many places of an account's allotments are taken, or may be. */
export const placeNames = ['mobilePasses', 'walletPasses', 'allegion'] as const
export type Places = Readonly<Record<(typeof placeNames)[number], number>>
export const noPlaces: Places = { mobilePasses: 0, walletPasses: 0, allegion: 0 }

/**
 * The places that a credential takes while somebody has it: a phone's key one, and one more for its pass in the wallet; one of a format of
 * Allegion one of those.
 */
export const placesOf = (credential: Credential): Places => {
  if (credential.userId === undefined) return noPlaces
  if (credential.kind === 'mobile_key') return { ...noPlaces, mobilePasses: 1, walletPasses: credential.walletPass ? 1 : 0 }
  return isCard(credential) && allegionFormatIds.includes(credential.formatId) ? { ...noPlaces, allegion: 1 } : noPlaces
}

/** By how much the places that are taken change when credentials become others; what is deleted has nothing `after`. */
export const placesTaken = (before: readonly Credential[], after: readonly Credential[]): Places => {
  const [was, is] = [before.map(placesOf), after.map(placesOf)]
  const sum = (all: readonly Places[], name: keyof Places) => all.reduce((total, places) => total + places[name], 0)
  const taken = (name: keyof Places) => sum(is, name) - sum(was, name)
  return { mobilePasses: taken('mobilePasses'), walletPasses: taken('walletPasses'), allegion: taken('allegion') }
}
