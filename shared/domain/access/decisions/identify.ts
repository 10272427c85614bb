import type { Instant } from '../../../lib/clock.ts'
import { ok, type Result } from '../../../lib/result.ts'
import { isWithin, type ValidityDates } from '../../../lib/validity.ts'
import { comparedValue } from '../../people/credentials/compared-value.ts'
import { familyOf } from '../../people/credentials/entity.ts'
import { isLengthPossible } from '../../people/credentials/length.ts'
import type { DenialReason, Detail, Presented } from './decision.ts'
import type { IndexedRules } from './index-rules.ts'
import type { HeldCredential } from './people-index.ts'
import type { PanelCredential, PanelUser } from './rules.ts'
import { eachNamed, named, type Trace } from './trace.ts'

/** Who presented, known by a credential, by a PIN, or by a credential with a PIN beside it. `alarm`: a code was typed that raises a silent alarm. */
export type Person = { user: PanelUser; credential?: PanelCredential; pin?: string; alarm?: true }

/** Finds who presented. A PIN counts by itself only when there is no credential; beside one it is left to `checkPerson`. */
export const identify = (
  rules: IndexedRules,
  presented: Omit<Presented, 'accessPointId'>,
  trace: Trace,
): Result<Person, DenialReason> => {
  const { encodedCredential, pin } = presented
  if (encodedCredential !== undefined) {
    const { kind = 'card' } = presented
    const value = comparedValue(kind, encodedCredential) ?? ''
    return byCredential(rules.people.withValue(familyOf(kind), value), presented, trace)
  }
  if (pin === undefined)
    return trace.deny('credential_known', 'nothing_presented', ['neither a credential nor a PIN was presented'])
  const [user, ...others] = rules.people.withPin(pin)
  // A switch code is typed like a PIN; it has a value that no PIN of the account has.
  const switchCodes = user === undefined ? rules.people.withValue('code', pin) : []
  if (switchCodes.length > 0) return byCredential(switchCodes, {}, trace)
  if (user === undefined) return trace.deny('pin_known', 'unknown_pin', ['the PIN belongs to nobody in these rules'])
  if (others.length > 0) return trace.deny('pin_known', 'rules_incomplete', ['the rules give this PIN to several people'])
  trace.pass('pin_known', ['the PIN belongs to one person'])
  trace.pass('user_known', [named('user', user.id)])
  return ok({ user, pin })
}

const byCredential = (
  sameValue: readonly HeldCredential[],
  { bits, pin }: Pick<Presented, 'bits' | 'pin'>,
  trace: Trace,
): Result<Person, DenialReason> => {
  const found = findCredential(sameValue, bits, trace)
  if (!found.ok) return found
  const { credential, user } = found.value
  if (!user) return trace.deny('user_known', 'rules_incomplete', ['the rules lack ', named('user', credential.userId)])
  trace.pass('user_known', [named('user', user.id)])
  return ok({ user, credential, ...(pin === undefined ? {} : { pin }) })
}

/**
 * The one credential with the value that was read. Without a bit count it may be a card of any length: where several have the
 * number, nobody can say which was presented, so it opens nothing.
 */
const findCredential = (
  held: readonly HeldCredential[],
  bits: number | undefined,
  trace: Trace,
): Result<HeldCredential, DenialReason> => {
  const sameValue = held.map(({ credential }) => credential)
  const [first, ...others] = held.filter(({ credential }) => isLengthPossible(credential.bits, bits))
  if (!first) {
    const lengths = sameValue.flatMap((one) => [', ', named('credential', one.id), ` has ${one.bits}`])
    const detail: Detail =
      lengths.length === 0 ? ['the credential is not in these rules'] : [`${bits} bits were read`, ...lengths]
    return trace.deny('credential_known', 'unknown_credential', detail)
  }
  if (others.length > 0) {
    const those = eachNamed(
      'credential',
      [first, ...others].map(({ credential }) => credential.id),
    )
    const isOnlyLengthMissing = bits === undefined && new Set(sameValue.map((one) => one.bits)).size === sameValue.length
    return isOnlyLengthMissing
      ? trace.deny('credential_known', 'ambiguous_credential', ['no bit count was read, and it may be ', ...those])
      : trace.deny('credential_known', 'rules_incomplete', ['the rules have this value more than once: ', ...those])
  }
  trace.pass('credential_known', [named('credential', first.credential.id)])
  return ok(first)
}

/** Whether what was presented may be used by this person at all: the right PIN, not suspended, on a visit if a visitor, within the dates. */
export const checkPerson = (
  { user, credential, pin, alarm }: Person,
  at: Instant,
  trace: Trace,
): Result<undefined, DenialReason> => {
  if (credential && pin !== undefined) {
    if (pin !== user.pin) return trace.deny('pin_matches', 'wrong_pin', ['the PIN is not that of ', named('user', user.id)])
    trace.pass('pin_matches', [
      'the PIN is that of ',
      named('user', user.id),
      ...(alarm ? [', one higher, which raises a silent alarm'] : []),
    ])
  }
  if (user.suspended) return trace.deny('user_not_suspended', 'user_suspended', [named('user', user.id), ' is suspended'])
  trace.pass('user_not_suspended')
  const current = checkVisit(user, at, trace)
  if (!current.ok) return current
  if (pin !== undefined) {
    if (!isWithin(user, at)) return trace.deny('pin_effective', 'pin_not_effective', [`the PIN is valid ${datesOf(user)}`])
    trace.pass('pin_effective', [`the PIN is valid ${datesOf(user)}`])
  }
  return credential ? checkCredential(credential, at, trace) : ok(undefined)
}

/** A visitor passes during the visit only, with whatever credential. */
const checkVisit = ({ id, visit }: PanelUser, at: Instant, trace: Trace): Result<undefined, DenialReason> => {
  if (!visit) return ok(undefined)
  if (visit.stopped) return trace.deny('visit_current', 'visit_not_current', ['the visit of ', named('user', id), ' was stopped'])
  const dates = { effectiveFrom: visit.startsAt, effectiveTo: visit.endsAt }
  const detail: Detail = ['the visit of ', named('user', id), ` is ${datesOf(dates)}`]
  if (!isWithin(dates, at)) return trace.deny('visit_current', 'visit_not_current', detail)
  trace.pass('visit_current', detail)
  return ok(undefined)
}

/** Whether a credential may be used now, whoever has it: active, within its dates, and not used up. */
const checkCredential = (credential: PanelCredential, at: Instant, trace: Trace): Result<undefined, DenialReason> => {
  const { id, state = 'active', passesLeft } = credential
  if (state !== 'active')
    return trace.deny('credential_active', 'credential_not_active', [named('credential', id), ` is ${state}`])
  trace.pass('credential_active')
  const detail: Detail = [named('credential', id), ` is valid ${datesOf(credential)}`]
  if (!isWithin(credential, at)) return trace.deny('credential_effective', 'credential_not_effective', detail)
  trace.pass('credential_effective', detail)
  if (passesLeft === undefined) return ok(undefined)
  if (passesLeft === 0) return trace.deny('passes_left', 'no_passes_left', [named('credential', id), ' is used up'])
  trace.pass('passes_left', [named('credential', id), ` has ${passesLeft} left`])
  return ok(undefined)
}

const datesOf = ({ effectiveFrom, effectiveTo }: ValidityDates): string =>
  [
    effectiveFrom === undefined ? '' : `from ${new Date(effectiveFrom).toISOString()}`,
    effectiveTo === undefined ? '' : `to ${new Date(effectiveTo).toISOString()}`,
  ]
    .filter((part) => part !== '')
    .join(' ') || 'at any time'
