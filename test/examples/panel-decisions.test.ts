import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decide } from '../../examples/panel/decide.ts'
import type { Credential, Posture, Presented, Rules } from '../../examples/panel/types.ts'
import { areaStates } from '../../shared/domain/access/decisions/area-states.ts'
import { decide as cloudDecide } from '../../shared/domain/access/decisions/decide.ts'
import type { Presented as CloudPresented, DecisionMemory } from '../../shared/domain/access/decisions/decision.ts'
import { indexRules } from '../../shared/domain/access/decisions/index-rules.ts'
import type { DoorPosture } from '../../shared/domain/access/decisions/posture.ts'
import { definedOf } from '../../shared/lib/defined.ts'
import { vectorRules } from '../panel/protocol/vector-rules.ts'

const indexed = indexRules(vectorRules)
// The same as JSON: the example has types of its own.
const rules = JSON.parse(JSON.stringify(vectorRules)) as Rules

const points = rules.accessPoints.map(({ id }) => id)
const orNot = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })
// A switch code is typed, and never said to be read.
const read: Pick<Credential, 'kind' | 'encoded'>[] = rules.credentials.filter(({ kind }) => kind !== 'switch_code')
const anyCredential = fc.constantFrom(...read, { kind: 'qr', encoded: 'abc' }, { encoded: '77' })
const anyPresented: fc.Arbitrary<Presented> = fc
  .record({
    accessPointId: fc.constantFrom(...points, 599),
    credential: orNot(anyCredential),
    bits: orNot(fc.constantFrom(26, 32, 34)),
    pin: orNot(fc.constantFrom(...rules.users.flatMap(({ pin }) => pin ?? []), '998877', '1', '1200', '1201', '7000', '4712')),
    side: orNot(fc.constantFrom(1 as const, 2 as const)),
    readerId: orNot(fc.constantFrom(901, 902, 903)),
  })
  .map(({ accessPointId, credential, ...rest }) => {
    const read = { kind: credential?.kind, encodedCredential: credential?.encoded }
    return { accessPointId, ...definedOf({ ...rest, ...read }) }
  })
const anyPosture: fc.Arbitrary<Posture> = fc.record({
  overrides: fc.constant([]),
  modes: fc.record({
    rest: fc.constantFrom('normal' as const, 'normal' as const, 'lockdown' as const, 'egress' as const),
    normal: fc.subarray(points),
    lockdown: fc.subarray(points, { maxLength: 4 }),
    egress: fc.constant([]),
  }),
})
const [from, to] = [Date.parse('2026-05-05T06:00:00Z'), Date.parse('2026-05-05T12:00:00Z')]
const anyPassage = fc.record({
  direction: fc.constantFrom('in' as const, 'out' as const),
  at: fc.integer({ min: from, max: to }),
})
const anyPassages = fc.dictionary(fc.constantFrom('30', '34', '35', '36'), anyPassage)
/** Who waits at side 1 of the doors where somebody may, at an instant. */
const anyWaiting = (at: number) =>
  fc
    .record({
      userId: fc.constantFrom(30, 31, 32, 34, 35),
      since: fc.constantFrom(at, at - 10_000, at - 10_001, at + 1),
      factors: fc.subarray(['card', 'pin', 'plate']),
      state: fc.constantFrom('for_factors' as const, 'ready' as const, 'passed' as const),
    })
    .map((one) => Object.fromEntries([511, 512, 513].map((id) => [`access point ${id} side 1`, one])))
const anyMemory = (at: number) =>
  fc.record({
    waiting: orNot(anyWaiting(at)),
    openDoors: fc.subarray([511, 599]),
    areas: fc.record({ 70: anyPassages, 71: anyPassages }),
    enabledUntil: fc.constantFrom({}, { '3/22': Date.parse('2026-05-05T15:00:00Z') }),
    privacy: fc.subarray([505, 501]),
  })
const anyInstant = fc
  .integer({ min: Date.parse('2026-04-30T00:00:00Z') / 60_000, max: Date.parse('2026-05-17T00:00:00Z') / 60_000 })
  .map((minutes) => minutes * 60_000)
const nearNoon = fc.integer({ min: 0, max: 120 }).map((minutes) => Date.parse('2026-05-05T08:00:00Z') + minutes * 60_000)

const anyAt = fc.oneof(anyInstant, nearNoon).chain((at) => fc.record({ at: fc.constant(at), memory: anyMemory(at) }))

it('the example of a panel decides anything as the cloud does', () => {
  const reasons = new Set<string>()
  fc.assert(
    fc.property(anyPresented, anyAt, anyPosture, (presented, { at, memory: undefinedToo }, posture) => {
      const { enabledUntil, ...rest } = undefinedToo
      const memory = { enabledUntil, ...definedOf(rest) }
      const mine = decide(rules, presented, at, posture, memory)
      // The same values under the types of the cloud.
      const clouds = cloudDecide(
        indexed,
        presented as CloudPresented,
        at,
        { ...memory, areas: areaStates(memory.areas) } as unknown as DecisionMemory,
        posture as unknown as DoorPosture,
      )
      const { trace: _trace, scheduleId: _schedule, relays: _relays, passesLeft: _left, ...expected } = clouds
      expect(mine).toEqual(expected)
      reasons.add(mine.reason)
    }),
    { numRuns: 3_000 },
  )
  expect(reasons.size).toBeGreaterThan(19)
})
