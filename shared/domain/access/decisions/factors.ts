import type { Instant } from '../../../lib/clock.ts'
import { ok, type Result } from '../../../lib/result.ts'
import type { CredentialKind } from '../../people/credentials/entity.ts'
import type { Factor } from '../../places/access-points/door-rules.ts'
import type { DenialReason } from './decision.ts'
import type { Person } from './identify.ts'
import { isAsked, type Presenting } from './presenting.ts'
import type { PanelAccessPoint } from './rules.ts'
import { named, type Trace } from './trace.ts'

const factorOf: Readonly<Record<CredentialKind, Factor>> = {
  card: 'card',
  virtual_card: 'card',
  touch_pass: 'card',
  qr: 'pin',
  switch_code: 'pin',
  pin: 'pin',
  finger: 'finger',
  mobile_key: 'mobile_key',
  plate: 'plate',
  face: 'face',
}

const presentedFactors = ({ credential, pin }: Person): Factor[] => [
  ...(credential ? [factorOf[credential.kind ?? 'card']] : []),
  ...(pin === undefined ? [] : (['pin'] as const)),
]

/** Whether the door asks for factors of this person at this side now. */
export const areFactorsAsked = (presenting: Presenting): boolean =>
  isAsked(presenting.point.doorRules?.factors, presenting, presenting.person.user.groupIds)

/** The factors of this person, with those for which they wait already, and since when. */
export const factorsSoFar = ({ person, waiter, at }: Presenting): { since: Instant; factors: Factor[] } => {
  const now = presentedFactors(person)
  const before = waiter?.waiting
  return before?.state === 'for_factors' && before.userId === person.user.id
    ? { since: before.since, factors: [...new Set([...before.factors, ...now])] }
    : { since: at, factors: [...new Set(now)] }
}

/** Whether the person has presented all that the door asks for: a credential and a PIN, one of its sets of factors, or both. */
export const checkFactors = (presenting: Presenting, trace: Trace): Result<undefined, DenialReason> => {
  const { point, person } = presenting
  const both = checkTwoFactors(point, person, trace)
  if (!both.ok) return both
  const { factors: asked } = point.doorRules ?? {}
  if (!asked || !areFactorsAsked(presenting)) return ok(undefined)
  const { factors } = factorsSoFar(presenting)
  const isComplete = asked.sets.some((set) => set.every((factor) => factors.includes(factor)))
  const given = factors.join(' and ')
  if (!isComplete)
    return trace.deny('second_factor', 'second_factor_required', [
      named('access point', point.id),
      ` asks for ${asked.sets.map((set) => set.join(' and ')).join(', or ')}; there is ${given}`,
    ])
  trace.pass('second_factor', [given])
  return ok(undefined)
}

const checkTwoFactors = (
  { twoFactorEnabled, id }: PanelAccessPoint,
  { credential, pin }: Person,
  trace: Trace,
): Result<undefined, DenialReason> => {
  if (!twoFactorEnabled) return ok(undefined)
  if (!credential || pin === undefined)
    return trace.deny('second_factor', 'second_factor_required', [named('access point', id), ' asks for a credential and a PIN'])
  trace.pass('second_factor', ['credential and PIN'])
  return ok(undefined)
}
