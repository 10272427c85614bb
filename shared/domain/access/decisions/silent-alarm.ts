import type { Person } from './identify.ts'
import type { PanelAccessPoint } from './rules.ts'

/** The code that is one lower, of the same length; `000` is followed down by `999`. Undefined for what is not digits. */
export const oneLower = (code: string): string | undefined => {
  if (!/^[0-9]+$/.test(code)) return undefined
  if (/^0+$/.test(code)) return '9'.repeat(code.length)
  return String(BigInt(code) - 1n).padStart(code.length, '0')
}

/** The code that is looked at in place of one that is nobody's, at a door where that raises a silent alarm. */
export const codeUnderAlarm = ({ silentAlarm }: PanelAccessPoint, code: string): string | undefined =>
  silentAlarm ? oneLower(code) : undefined

/** Who presented a credential, with the PIN that counts: at such a door one higher than the right one counts as that, and raises an alarm. */
export const withRightPin = (point: PanelAccessPoint, person: Person): Person => {
  const { credential, pin, user } = person
  if (!credential || pin === undefined || pin === user.pin || user.pin === undefined) return person
  return codeUnderAlarm(point, pin) === user.pin ? { ...person, pin: user.pin, alarm: true } : person
}
