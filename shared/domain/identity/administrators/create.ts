import { day, type Instant } from '../../../lib/clock.ts'
import { definedOf } from '../../../lib/defined.ts'
import { type AccountId, AdministratorId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { hashPassword, lettersFrom } from '../../../lib/secrets.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Account } from '../../places/accounts/entity.ts'
import { type AuditObject, auditEvent } from '../../record/events/audit.ts'
import type { Principal } from '../principals/principal.ts'
import { type Administrator, type Assignments, type CreateAdministrator, fullName, normalUsername } from './entity.ts'
import type { UsernameUnavailable } from './errors.ts'
import { ownerOf } from './owner.ts'
import type { AdministratorType } from './type.ts'

/** What an audit event says of an administrator. */
export const administratorAsObject = (administrator: Administrator): AuditObject => ({
  id: administrator.id,
  kind: 'administrator',
  name: fullName(administrator),
})

/** A new administrator, and the temporary password when none was chosen: to be mailed, and not kept. */
export type CreatedAdministrator = { administrator: Administrator; temporaryPassword?: string }

/** What makes an administrator, once their type is decided, and to what they are limited from the beginning. */
export type NewAdministrator = Omit<CreateAdministrator, 'securityQuestion' | 'securityAnswer'> &
  Partial<Pick<CreateAdministrator, 'securityQuestion' | 'securityAnswer'>> & {
    type: AdministratorType
    assignments?: Assignments
  }

export const temporaryPasswordLifetime = 3 * day
const temporaryPasswordLetters = 16

/**
 * Adds an administrator to an account; `by` is who asked, for the audit, and is absent for the first ones of an account. The
 * first MASTER or DEALER owns the account. Who may create whom is decided before.
 */
export const createAdministrator = async (
  deps: Pick<Deps, 'accounts' | 'administrators' | 'passwordCost' | 'now' | 'newId' | 'newUuid' | 'randomBytes' | 'pause'>,
  accountId: AccountId,
  input: NewAdministrator,
  by?: Principal,
): Promise<Result<CreatedAdministrator, UsernameUnavailable | ChangedMeanwhile>> => {
  const now = deps.now()
  const chosen = input.password
  const password = chosen ?? drawPassword(deps)
  const hashing = hashesOf(deps, { ...input, password })
  return untilFirst(deps, 'account', async () => {
    const id = AdministratorId.parse(deps.newId())
    const [account, add, hashes] = await Promise.all([
      deps.accounts.get(accountId),
      deps.administrators.adding(accountId, id),
      hashing,
    ])
    const administrator = newAdministrator({ ...hashes, isTemporary: chosen === undefined }, id, account, now)
    const stamp = { now, uuid: deps.newUuid() }
    const event = by && auditEvent(stamp, by, 'administrator.created', administratorAsObject(administrator))
    const owned = account && owning(account, administrator, now)
    const added = await add(administrator, event, owned)
    if (added.ok) return ok(chosen === undefined ? { administrator, temporaryPassword: password } : { administrator })
    return added.reason === 'username_taken' ? err({ kind: 'username_unavailable', username: input.username }) : raced
  })
}

/** A temporary password, to be mailed. */
export const drawPassword = (deps: Pick<Deps, 'randomBytes'>): string =>
  lettersFrom(deps.randomBytes(temporaryPasswordLetters * 2)).slice(0, temporaryPasswordLetters)

/** What is stored of a password and of the answer to a security question, those that are given. */
export const hashesOf = async <Given extends { password?: string; securityAnswer?: string }>(
  deps: Pick<Deps, 'randomBytes' | 'passwordCost'>,
  given: Given,
): Promise<Given> => {
  const hash = (text: string) => hashPassword(text, deps.randomBytes(16), deps.passwordCost)
  const [password, securityAnswer] = await Promise.all([
    given.password === undefined ? undefined : hash(given.password),
    // Answers are compared as usernames are: nobody remembers how they wrote their pet's name.
    given.securityAnswer === undefined ? undefined : hash(normalUsername(given.securityAnswer)),
  ])
  return { ...given, ...definedOf({ password, securityAnswer }) }
}

/** An administrator as they are at first; `password` and `securityAnswer` are hashes. */
export const newAdministrator = (
  input: NewAdministrator & { password: string; isTemporary: boolean },
  id: AdministratorId,
  account: Account | undefined,
  now: Instant,
): Administrator => ({
  id,
  version: 1,
  type: input.type,
  username: input.username,
  firstName: input.firstName,
  ...(input.middleName ? { middleName: input.middleName } : {}),
  lastName: input.lastName,
  email: input.email,
  timezone: input.timezone ?? account?.masterAdmin?.timezone ?? 'UTC',
  canCreateAdmins: input.type === 'SENIOR' && input.canCreateAdmins === true,
  ...definedOf({ securityQuestion: input.securityQuestion, securityAnswer: input.securityAnswer }),
  ...(input.assignments ? { assignments: input.assignments } : {}),
  password: input.password,
  ...(input.isTemporary ? { temporaryPasswordExpiresAt: now + temporaryPasswordLifetime } : {}),
  signInVersion: 1,
  active: true,
  createdAt: now,
  updatedAt: now,
})

/** The account with its new owner; undefined when this administrator does not become one. */
const owning = (account: Account, administrator: Administrator, now: Instant): Account | undefined => {
  if (account.masterAdmin || !['MASTER', 'DEALER'].includes(administrator.type)) return undefined
  return { ...account, version: account.version + 1, updatedAt: now, masterAdmin: ownerOf(administrator) }
}
