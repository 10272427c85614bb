import type { Presented } from '../../../../shared/domain/access/decisions/decision.ts'
import type { PanelAccessPoint, PanelRules } from '../../../../shared/domain/access/decisions/rules.ts'
import { type Found, whoIs } from './who.ts'

/** Who comes: a person, or nobody who is known by a code of the door; with an alarm when the code was one higher. */
export type Comer = { person: Found; pin: string | undefined; alarm: boolean } | { person: undefined; alarm: boolean }

/** The code before this one, counted as on a counter of so many digits. */
const codeBefore = (code: string): string | undefined => {
  const digits = [...code]
  if (digits.length === 0 || digits.some((digit) => !'0123456789'.includes(digit))) return undefined
  for (let place = digits.length - 1; place >= 0; place -= 1) {
    const digit = Number(digits[place])
    digits[place] = digit === 0 ? '9' : String(digit - 1)
    if (digit > 0) break
  }
  return digits.join('')
}

/** Who presents at a side of a door, or why nobody can say. */
export const whoComes = (rules: PanelRules, point: PanelAccessPoint, side: 1 | 2, presented: Presented): Comer | string => {
  const { encodedCredential, pin } = presented
  const before = point.silentAlarm && pin !== undefined ? codeBefore(pin) : undefined
  if (encodedCredential !== undefined || pin === undefined) {
    const person = whoIs(rules, presented)
    if (typeof person === 'string') return person
    const isAlarm = before !== undefined && pin !== person.user.pin && before === person.user.pin
    return { person, pin: isAlarm ? before : pin, alarm: isAlarm }
  }
  const byCode = (code: string, alarm: boolean): Comer | string => {
    for (const one of point.zoneCodes ?? [])
      if (one.code === code && (one.side === undefined || one.side === side)) return { person: undefined, alarm }
    const person = whoIs(rules, { accessPointId: point.id, pin: code })
    return typeof person === 'string' ? person : { person, pin: code, alarm }
  }
  const found = byCode(pin, false)
  if (found !== 'unknown_pin' || before === undefined) return found
  return byCode(before, true)
}
