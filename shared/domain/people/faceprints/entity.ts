import { z } from 'zod'
import { day, type Instant } from '../../../lib/clock.ts'
import { AccountId, CredentialId, UserId } from '../../../lib/ids.ts'
import { languages } from '../../../lib/language.ts'
import type { Credential, ValueCredential } from '../credentials/entity.ts'

/** How long a person may consent after the mail. */
export const consentLifetime = 3 * day
/** How long the link in the mail is known, so that a person may withdraw the consent by it. */
export const linkMemory = 365 * day

/**
 * What the link of a consent leads to. It is found by the digest of its token; the token itself is in the mail and nowhere else.
 * `until` is when it is forgotten (epoch milliseconds).
 */
export const ConsentLink = z.object({
  accountId: AccountId,
  userId: UserId,
  credentialId: CredentialId,
  language: z.enum(languages),
  until: z.number(),
})
export type ConsentLink = z.infer<typeof ConsentLink>

/** A credential that is a face. Its value is the id of its person, by which a reader of faces names whom it sees. */
export type Face = ValueCredential & { kind: 'face' }

export const isFace = (credential: Credential): credential is Face => credential.kind === 'face'

/** What a reader says when it sees the face of a person. Nobody else can have it, so a person has one face. */
export const faceValueOf = (userId: UserId): string => String(userId)

/** Where the consent to a face stands: asked for, given, or over, which says not why. */
export type ConsentState = 'asked' | 'given' | 'over'

/** The state of the consent that a link with this digest leads to. A link that was sent before another one is over. */
export const consentStateOf = (
  face: Credential | undefined,
  { userId }: ConsentLink,
  digest: string,
  now: Instant,
): ConsentState => {
  if (!face || !isFace(face) || face.userId !== userId || face.consent?.digest !== digest) return 'over'
  if (face.state === 'active') return 'given'
  return face.state === 'pending' && now < face.consent.until ? 'asked' : 'over'
}
