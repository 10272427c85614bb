import { describe, expect, it } from 'vitest'
import { decide } from '../../../../shared/domain/access/decisions/decide.ts'
import {
  type Decision,
  type DecisionMemory,
  emptyMemory,
  type Presented,
  remember,
} from '../../../../shared/domain/access/decisions/decision.ts'
import { indexRules } from '../../../../shared/domain/access/decisions/index-rules.ts'
import { minute, second } from '../../../../shared/lib/clock.ts'
import { ReaderId } from '../../../../shared/lib/ids.ts'
import { when } from '../schedules/timetables.ts'
import { at, someRules } from './some-rules.ts'

const noon = when('America/New_York', '2025-06-18T12:00')
const [front, ...others] = someRules().accessPoints
const blocking = { ...front, failedAttempts: { limit: 3, blockSeconds: 30 } }
const readers = [
  { id: 7, side: 1 },
  { id: 8, side: 1 },
]
const rulesOf = (point: object) => indexRules(someRules({ accessPoints: [point, ...others] }))

const ann = at('front', { encodedCredential: '28c0293' })
const stranger = at('front', { encodedCredential: 'fff' })
const wrongPin = at('front', { encodedCredential: '28c0293', pin: '9' })
const unknownPin = at('front', { pin: '9999' })
const suspended = at('front', { encodedCredential: '2020190' })

/** What is decided of these, each so many seconds after noon, with what the earlier ones left behind. */
const run = (all: readonly (readonly [number, Presented])[], rules = rulesOf(blocking), start: DecisionMemory = emptyMemory) => {
  let memory = start
  const decisions = all.map(([seconds, presented]): Decision => {
    const decision = decide(rules, presented, noon + seconds * second, memory)
    memory = remember(memory, decision)
    return decision
  })
  return { decisions, memory, reasons: decisions.map(({ reason }) => reason) }
}

describe('a reader at which attempts fail', () => {
  it('takes nothing for a while after so many in a row, then everything again', () => {
    const { decisions, reasons } = run([
      [0, stranger],
      [1, wrongPin],
      [2, unknownPin],
      [3, ann],
      [31.999, ann],
      [32, ann],
    ])
    const blocked = 'blocked_after_failures'
    expect(reasons).toEqual(['unknown_credential', 'wrong_pin', 'unknown_pin', blocked, blocked, 'granted'])
    expect(decisions.map(({ blocks }) => blocks)).toEqual([undefined, undefined, true, undefined, undefined, undefined])
  })

  it('says in its trace how many there were, and until when it is blocked', () => {
    const { decisions } = run([
      [0, stranger],
      [1, stranger],
      [2, stranger],
      [3, ann],
    ])
    const texts = decisions.map(({ trace }) => JSON.stringify(trace.find(({ rule }) => rule === 'reader_not_blocked')?.detail))
    expect(texts[1]).toContain('1 of 3 attempts in a row have failed')
    expect(texts[3]).toContain('until 2025-06-18T16:00:32.000Z')
  })

  it('counts only what is of nobody, and begins again with a grant and after a block', () => {
    const twice = [
      [0, stranger],
      [1, stranger],
    ] as const
    expect(run([...twice, [2, suspended], [3, stranger]]).decisions.at(-1)?.blocks).toBe(true)
    expect(run([...twice, [2, ann], [3, stranger], [4, stranger]]).decisions.at(-1)?.blocks).toBeUndefined()
    expect(run([...twice, [2, ann]]).memory.attempts).toEqual({})
    const again = run([...twice, [2, stranger], [5, stranger], [32, stranger], [33, stranger]])
    expect(again.decisions.at(-1)?.blocks).toBeUndefined()
  })

  it('is blocked alone: neither another reader, nor the other side, nor another door', () => {
    const rules = rulesOf({ ...blocking, readers })
    const by = (presented: Presented, more: object): Presented => ({ ...presented, ...more })
    const at7 = { readerId: ReaderId.parse(7) }
    const failed = [0, 1, 2].map((seconds) => [seconds, by(stranger, at7)] as const)
    const reasonAfter = (presented: Presented) => run([...failed, [3, presented]], rules).reasons.at(-1)
    expect(reasonAfter(by(ann, at7))).toBe('blocked_after_failures')
    expect(reasonAfter(by(ann, { readerId: ReaderId.parse(8) }))).toBe('granted')
    expect(reasonAfter(by(ann, { side: 2 }))).toBe('granted')
    expect(reasonAfter(at('vault', { encodedCredential: '28c0293', pin: '1111' }))).toBe('granted')
  })

  it('is never blocked where the door has no limit, or has it no longer', () => {
    const many = Array.from({ length: 20 }, (_, seconds) => [seconds, stranger] as const)
    const { memory, reasons } = run([...many, [21, ann]], rulesOf({ ...front }))
    expect([reasons.at(-1), memory]).toEqual(['granted', emptyMemory])
    const blocked = run(many.slice(0, 3)).memory
    expect(run([[3, ann]], rulesOf({ ...front }), blocked).reasons).toEqual(['granted'])
  })

  it('stays blocked over a restart, and not for longer because the clock is set back', () => {
    const { memory } = run([0, 1, 2].map((seconds) => [seconds, stranger] as const))
    const restarted: DecisionMemory = JSON.parse(JSON.stringify(memory))
    expect(run([[5, ann]], rulesOf(blocking), restarted).reasons).toEqual(['blocked_after_failures'])
    expect(decide(rulesOf(blocking), ann, noon - 10 * minute, restarted).reason).toBe('granted')
  })
})
