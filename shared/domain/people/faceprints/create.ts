import type { Instant } from '../../../lib/clock.ts'
import { CredentialId, type UserId } from '../../../lib/ids.ts'
import type { Language } from '../../../lib/language.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { type Raced, raced } from '../../../lib/retry.ts'
import { base64url, sha256 } from '../../../lib/secrets.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { credentialAsObject } from '../credentials/as-object.ts'
import { removeCredential } from '../credentials/remove.ts'
import type { User } from '../users/entity.ts'
import { consentLifetime, type Face, faceValueOf, isFace, linkMemory } from './entity.ts'
import type { HasFace, NoPhoto } from './errors.ts'
import { consentMail } from './mail.ts'

/** Where the person is asked for consent, and in which language. */
export type CreateFace = { email: string; language: Language }

const tokenBytes = 32

type Needed = Pick<
  Deps,
  | 'accounts'
  | 'users'
  | 'credentials'
  | 'faceConsents'
  | 'mailer'
  | 'publicUrl'
  | 'now'
  | 'newId'
  | 'newUuid'
  | 'randomBytes'
  | 'pause'
>
export type CreateFaceError = NotFound<'holder'> | NoPhoto | HasFace | ChangedMeanwhile

/**
 * Makes the face of a user a credential, and asks the person for consent by mail (API document, Create and Assign Faceprint
 * Credential). Until the person consents it is pending and opens nothing. Asked again before that, another mail is sent, whose link
 * alone is good from then on. A face whose first mail was not accepted is deleted, and the fault thrown.
 */
export const createFace = async (
  deps: Needed,
  principal: Principal,
  userId: UserId,
  { email, language }: CreateFace,
): Promise<Result<void, CreateFaceError>> => {
  const token = base64url(deps.randomBytes(tokenBytes))
  const asked = await untilFirst(deps, 'credential', () =>
    askOnce(deps, principal, userId, { email, language, digest: sha256(token) }),
  )
  if (!asked.ok) return asked
  const { user, face, isNew } = asked.value
  try {
    const account = await deps.accounts.get(principal.accountId)
    const link = `${deps.publicUrl}/v1/public/face-consents?token=${token}`
    const until = deps.now() + consentLifetime
    const names = { firstName: user.firstName, accountName: account?.name ?? '' }
    await deps.mailer.send(consentMail(email, language, { link, until }, names))
    return ok(undefined)
  } catch (thrown) {
    // Nobody has the link: the caller may try again.
    if (isNew) await removeCredential(deps, principal, face.id, (credential) => credential.version === face.version)
    throw thrown
  }
}

type Asked = { user: User; face: Face; isNew: boolean }

const askOnce = async (
  deps: Needed,
  principal: Principal,
  userId: UserId,
  { email, language, digest }: CreateFace & { digest: string },
): Promise<Result<Asked, CreateFaceError> | Raced> => {
  const { accountId } = principal
  const [user, held] = await Promise.all([deps.users.get(accountId, userId), deps.credentials.ofUser(accountId, userId)])
  if (!user) return err({ kind: 'not_found', what: 'holder', id: userId })
  if (!user.photo) return err({ kind: 'no_photo' })
  const before = held.find(isFace)
  if (before && before.state !== 'pending') return err({ kind: 'has_face' })
  const now = deps.now()
  const consent = { digest, until: now + consentLifetime }
  const face: Face = before
    ? { ...before, version: before.version + 1, referenceId: email, consent, updatedAt: now }
    : { ...newFace(CredentialId.parse(deps.newId()), userId, now), referenceId: email, consent }
  const until = now + linkMemory
  // A link without its face leads nowhere, so it may be there first.
  await deps.faceConsents.add(digest, { accountId, userId, credentialId: face.id, language, until })
  const written = before ? await askAgain(deps, principal, before, face) : await addFace(deps, principal, face)
  return written ? ok({ user, face, isNew: !before }) : raced
}

const newFace = (id: CredentialId, userId: UserId, now: Instant) => ({
  ...{ id, version: 1, kind: 'face' as const, state: 'pending' as const, encoded: faceValueOf(userId), userId },
  ...{ effectiveFrom: now, createdAt: now, updatedAt: now },
})

const askAgain = async (deps: Needed, principal: Principal, before: Face, face: Face): Promise<boolean> => {
  const stamp = { now: face.updatedAt, uuid: deps.newUuid() }
  const changes = propertyChanges(before, face, ['referenceId'])
  const event = auditEvent(stamp, principal, 'credential.updated', credentialAsObject(face), changes)
  return (await deps.credentials.assign(principal.accountId, before, face, event)).ok
}

/** Adds the face; false when another writer was first. One that was taken from its user is nobody's any more, and is deleted. */
const addFace = async (deps: Needed, principal: Principal, face: Face): Promise<boolean> => {
  const { accountId } = principal
  const changes = propertyChanges({}, face, ['userId', 'state', 'effectiveFrom'])
  const events = (['credential.created', 'credential.assigned'] as const).map((type) =>
    auditEvent({ now: face.createdAt, uuid: deps.newUuid() }, principal, type, credentialAsObject(face), changes),
  )
  const added = await deps.credentials.addToUser(accountId, face, events)
  if (added.ok) return true
  if (added.reason !== 'duplicate') return false
  for (const { id } of await deps.credentials.findByEncoded(accountId, 'face', face.encoded))
    await removeCredential(deps, principal, id, ({ userId }) => userId === undefined)
  return false
}
