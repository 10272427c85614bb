import { ok, type Result } from '../../../lib/result.ts'
import type { DenialReason, Presented } from './decision.ts'
import { identify, type Person } from './identify.ts'
import type { Place } from './presenting.ts'
import { codeUnderAlarm, withRightPin } from './silent-alarm.ts'
import { newTrace, type Trace } from './trace.ts'
import { isZoneCode } from './zone-code.ts'

/** Who presented: a person, or nobody in particular, by a code of the door. */
export type Presenter = { by: 'person'; person: Person } | { by: 'zone_code'; alarm?: true }

/** Finds who presented at a door: there a code alone may be one of the door, and a code one higher than a right one may raise an alarm. */
export const whoPresents = (place: Place, presented: Presented, trace: Trace): Result<Presenter, DenialReason> => {
  const { encodedCredential, pin } = presented
  if (encodedCredential !== undefined || pin === undefined) {
    const found = identify(place.rules, presented, trace)
    return found.ok ? ok({ by: 'person', person: withRightPin(place.point, found.value) }) : found
  }
  const ownTrace = newTrace()
  const found = byCode(place, pin, ownTrace)
  const lower = !found.ok && found.error === 'unknown_pin' ? codeUnderAlarm(place.point, pin) : undefined
  const underAlarm = lower === undefined ? undefined : byLowerCode(place, lower, trace)
  if (underAlarm) return underAlarm
  trace.steps.push(...ownTrace.steps)
  return found
}

const byCode = (place: Place, pin: string, trace: Trace): Result<Presenter, DenialReason> => {
  if (isZoneCode(place.point, place.side, pin)) {
    trace.pass('pin_known', ['it is a code of the door'])
    return ok({ by: 'zone_code' })
  }
  const found = identify(place.rules, { pin }, trace)
  return found.ok ? ok({ by: 'person', person: found.value }) : found
}

/** By the code that is one lower; undefined when nobody has that either. */
const byLowerCode = (place: Place, lower: string, trace: Trace): Result<Presenter, DenialReason> | undefined => {
  const ownTrace = newTrace()
  const found = byCode(place, lower, ownTrace)
  if (!found.ok && found.error === 'unknown_pin') return undefined
  trace.pass('pin_known', ['a code one higher than a right one was typed, which raises a silent alarm'])
  trace.steps.push(...ownTrace.steps)
  if (!found.ok) return found
  const { value } = found
  return ok(value.by === 'person' ? { ...value, person: { ...value.person, alarm: true } } : { ...value, alarm: true })
}
