import type { PanelRules } from '../../../../shared/domain/access/decisions/rules.ts'
import { day, type Instant, minute, second } from '../../../../shared/lib/clock.ts'
import { clockOf } from './clock.ts'

/**
 * The instants of the days around a date at which something in these rules begins or ends: the dates of people and credentials, and
 * blocks, exceptions and holidays on the wall of a zone, both times where its clock shows one twice.
 */
export const edgesOf = (rules: PanelRules, timeZone: string, date: string): Instant[] => {
  const midnight = Date.parse(`${date}T00:00:00Z`)
  const fixed = [...rules.users, ...rules.credentials].flatMap((one) => [
    one.effectiveFrom ?? [],
    one.effectiveTo ?? [],
    ...('visit' in one && one.visit ? [one.visit.startsAt, one.visit.endsAt] : []),
  ])
  const spans = rules.schedules.flatMap(({ week, exceptions }) => [
    ...Object.values(week).flat(),
    ...exceptions.map(({ span }) => span),
  ])
  const ofDay = spans.flatMap(({ startSecond, endSecond }) => [startSecond * second, endSecond * second])
  const ofAreas = [
    ...rules.areas.flatMap(({ resets }) => resets.map((reset) => reset.minute * minute)),
    ...rules.groups.flatMap(({ antipassbackResetTime: time }) => (time === undefined ? [] : time * minute)),
  ]
  const onWall = [
    ...[-day, 0, day].flatMap((days) => [...ofDay, ...ofAreas].map((time) => midnight + days + time)),
    ...rules.holidays.flatMap(({ start, end }) => [start, end].flatMap((local) => [Date.parse(`${local}Z`), nextMinute(local)])),
  ]
  return [...fixed.flat(), ...onWall.flatMap((time) => offsetsOf(timeZone, midnight).map((offset) => time - offset))]
}

const nextMinute = (local: string): number => Date.parse(`${local}Z`) + minute

/** What the clock shows more than UTC, some days before and after. */
const offsetsOf = (timeZone: string, around: Instant): number[] => {
  const clock = clockOf(timeZone, around)
  return [around - 3 * day, around + 3 * day].map((at) => (clock ? clock.shows(at) - at : 0))
}
