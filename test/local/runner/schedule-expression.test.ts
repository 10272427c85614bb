import { describe, expect, it } from 'vitest'
import { readSchedule } from '../../../local/runner/schedule-expression.ts'

const at = (time: string) => new Date(`2026-03-02T${time}:00Z`) // a Monday

describe('a schedule', () => {
  it.each([
    ['rate(1 minute)', '00:01', true],
    ['rate(5 minutes)', '00:05', true],
    ['rate(5 minutes)', '00:06', false],
    ['cron(* * * * ? *)', '13:37', true],
    ['cron(0 9 * * ? *)', '09:00', true],
    ['cron(0 9 * * ? *)', '09:01', false],
    ['cron(0 9 2 3 ? 2026)', '09:00', true],
    ['cron(0 9 ? * 3 *)', '09:00', false],
  ])('%s at %s: %s', (expression, time, due) => expect(readSchedule(expression)(at(time))).toBe(due))
  it.each(['every minute', 'rate(0.5 minutes)', 'cron(x * * * ? *)', 'cron(0/15 * * * ? *)', 'cron(0 9 ? * MON-FRI *)'])(
    'refuses %s',
    (expression) => expect(() => readSchedule(expression)).toThrow('The local cloud cannot read'),
  )
})
