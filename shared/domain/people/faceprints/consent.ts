import type { Instant } from '../../../lib/clock.ts'
import type { Language } from '../../../lib/language.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { sha256 } from '../../../lib/secrets.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { credentialAsObject } from '../credentials/as-object.ts'
import type { Credential } from '../credentials/entity.ts'
import { holderPrincipal } from '../mobile-keys/events.ts'
import { fullName } from '../users/change.ts'
import type { User } from '../users/entity.ts'
import { type ConsentLink, type ConsentState, consentStateOf, type Face, isFace } from './entity.ts'
import type { ConsentOver } from './errors.ts'

type Needed = Pick<Deps, 'accounts' | 'users' | 'credentials' | 'faceConsents' | 'now' | 'newUuid' | 'pause'>

/** What a person is shown who opens the link of a mail. */
export type Consent = { state: Exclude<ConsentState, 'over'>; language: Language; firstName: string; accountName: string }

type Opened = { link: ConsentLink; user: User; face: Face; state: Consent['state'] }

/** What the link with this token leads to. The person has to be there, and for a consent that is asked for also the photo. */
const open = async (deps: Needed, token: string): Promise<Opened | undefined> => {
  const digest = sha256(token)
  const link = await deps.faceConsents.find(digest, deps.now())
  if (!link) return undefined
  const [user, face] = await Promise.all([
    deps.users.get(link.accountId, link.userId),
    deps.credentials.get(link.accountId, link.credentialId),
  ])
  const state = consentStateOf(face, link, digest, deps.now())
  if (!user || !face || !isFace(face) || state === 'over' || (state === 'asked' && !user.photo)) return undefined
  return { link, user, face, state }
}

const shown = async (deps: Needed, { link, user, state }: Opened): Promise<Consent> => {
  const account = await deps.accounts.get(link.accountId)
  return { state, language: link.language, firstName: user.firstName, accountName: account?.name ?? '' }
}
const over = err<ConsentOver>({ kind: 'consent_over' })

/** What is asked of whoever has the link. Looking changes nothing: programs that check mails open links too. */
export const readConsent = async (deps: Needed, token: string): Promise<Result<Consent, ConsentOver>> => {
  const opened = await open(deps, token)
  return opened ? ok(await shown(deps, opened)) : over
}

/** Gives the consent: the face opens doors from now on. Given again, it stays given. */
export const giveConsent = (deps: Needed, token: string): Promise<Result<Consent, ConsentOver | ChangedMeanwhile>> =>
  untilFirst(deps, 'credential', async () => {
    const opened = await open(deps, token)
    if (!opened) return over
    const given = await shown(deps, { ...opened, state: 'given' })
    if (opened.state === 'given') return ok(given)
    const { face, link } = opened
    const now = deps.now()
    const next: Face = { ...face, version: face.version + 1, state: 'active', updatedAt: now }
    const event = eventOf(deps, opened, { before: face, after: next }, now)
    return (await deps.credentials.assign(link.accountId, face, next, event)).ok ? ok(given) : raced
  })

/** Declines the consent, or withdraws it: the face is deleted. Gives what it was about. */
export const withdrawConsent = (deps: Needed, token: string): Promise<Result<Consent, ConsentOver | ChangedMeanwhile>> =>
  untilFirst(deps, 'credential', async () => {
    const opened = await open(deps, token)
    if (!opened) return over
    const { face, link } = opened
    const event = eventOf(deps, opened, { before: face }, deps.now())
    if (!(await deps.credentials.remove(link.accountId, face, event)).ok) return raced
    return ok(await shown(deps, opened))
  })

/** The audit event of what the person did to the face. */
const eventOf = (
  deps: Needed,
  { link: { accountId, userId }, user }: Opened,
  { before, after }: { before: Credential; after?: Credential },
  now: Instant,
) =>
  auditEvent(
    { now, uuid: deps.newUuid() },
    holderPrincipal({ accountId, userId }, fullName(user)),
    after ? 'credential.updated' : 'credential.deleted',
    credentialAsObject(before),
    propertyChanges(before, after ?? {}, ['userId', 'state']),
  )
