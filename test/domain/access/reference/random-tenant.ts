import fc from 'fast-check'
import type { Presented } from '../../../../shared/domain/access/decisions/decision.ts'
import { type DoorPosture, noPosture } from '../../../../shared/domain/access/decisions/posture.ts'
import type { PanelRules } from '../../../../shared/domain/access/decisions/rules.ts'
import { type Instant, second } from '../../../../shared/lib/clock.ts'
import { definedOf } from '../../../../shared/lib/defined.ts'
import { changes } from '../schedules/timetables.ts'
import type { Attempt } from './decide.ts'
import { edgesOf } from './edges.ts'
import { anyRules, doorCount, instantsNear, inTen, lockId, readerAt, values } from './random-rules.ts'

/**
 * Everything that two readings of the rules are compared over: a panel with doors at two sites, one of them in the days when its clock
 * changes; `changed` are people whose records come after the snapshot; `edges` some instants when something begins or ends in
 * `zone`; `attempts` what is presented one after the other.
 */
export type RandomTenant = { rules: PanelRules; changed: number[]; attempts: Attempt[]; zone: string; edges: Instant[] }

const anyDoor = fc.integer({ min: 1, max: doorCount })

const anyPosture = (instant: fc.Arbitrary<Instant>): fc.Arbitrary<DoorPosture> => {
  const doors = fc.uniqueArray(anyDoor, { maxLength: 2 })
  const posture = fc.record({
    overrides: fc.array(
      fc
        .record({ accessPointId: anyDoor, behavior: fc.constantFrom('lock', 'unlock'), endsAt: inTen(6, instant) })
        .map(definedOf),
      { maxLength: 2 },
    ),
    modes: fc.record({
      rest: fc.constantFrom('normal', 'normal', 'normal', 'lockdown', 'egress'),
      normal: doors,
      lockdown: doors,
      egress: doors,
    }),
  })
  // Numbers and words that the posture's own types name more narrowly.
  return posture as unknown as fc.Arbitrary<DoorPosture>
}

/** What comes to a door: mostly one of the credentials, in any way to write it, or a PIN, or both, of one person; seldom anything. */
const anyPresented = (rules: PanelRules): fc.Arbitrary<Presented> => {
  const pinOf = (userId: number) => rules.users.find(({ id }) => id === userId)?.pin
  const held = rules.credentials.flatMap(({ kind = 'card', encoded, bits, userId }) =>
    (values.find((one) => one.kind === kind)?.read ?? []).map((read) =>
      kind === 'switch_code' ? { pin: encoded } : { kind, encodedCredential: read, bits, own: pinOf(userId) },
    ),
  )
  const pins = rules.users.flatMap(({ pin }) => (pin === undefined ? [] : { pin }))
  const strange = [
    { encodedCredential: 'ff' },
    { kind: 'qr', encodedCredential: 'zz' },
    ...['0', '4', '5', '6', '6', '78', '77'].map((pin) => ({ pin })),
    { encodedCredential: 'no hex' },
    {},
  ]
  type Shown = { kind?: string; encodedCredential?: string; bits?: number | undefined; own?: string | undefined; pin?: string }
  const shown: fc.Arbitrary<Shown> = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom<Shown[]>(...held) },
    { weight: 4, arbitrary: fc.constantFrom<Shown[]>({ pin: '1' }, ...pins) },
    { weight: 3, arbitrary: fc.constantFrom<Shown[]>(...strange) },
  )
  return fc
    .record({
      accessPointId: fc.oneof({ weight: 40, arbitrary: anyDoor }, { weight: 1, arbitrary: fc.constant(99) }),
      shown,
      typed: fc.constantFrom(...Array(10).fill('nothing'), 'own', 'own', 'own', '1', '2', '77', ''),
      counted: fc.oneof({ weight: 30, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(26, 34) }),
      saysBits: fc.boolean(),
      side: inTen(4, fc.constantFrom(1, 2)),
      readerId: inTen(3, fc.constantFrom(1, 2)),
    })
    .map(({ shown: { own, bits, ...shown }, typed, counted, saysBits, readerId: reader, ...rest }) => {
      const pin = typed === 'own' ? own : typed === 'nothing' ? undefined : typed
      const read = counted ?? (saysBits ? bits : undefined)
      // The ids of these rules are plain numbers.
      const readerId = reader && readerAt(rest.accessPointId, reader)
      return definedOf({ ...rest, readerId, bits: read, pin, ...shown }) as unknown as Presented
    })
}

/** A tenant, and some attempts in the order of time, each by a posture of its own and with or without privacy at the lock. */
export const anyTenant: fc.Arbitrary<RandomTenant> = fc.constantFrom(...changes).chain(({ zone, date }) =>
  anyRules(zone, date).chain((rules) => {
    const edges = edgesOf(rules, zone, date)
    const atEdge = fc.tuple(fc.constantFrom(...edges), fc.constantFrom(0, 0, -1, 1)).map(([edge, beside]) => edge + beside)
    const instant = fc.oneof(instantsNear(date), atEdge)
    const attempt = fc
      .record({
        presented: anyPresented(rules),
        at: instant,
        posture: fc.oneof({ weight: 2, arbitrary: fc.constant(noPosture) }, { weight: 1, arbitrary: anyPosture(instant) }),
        privacy: fc.constantFrom([], [], [lockId]),
        openDoors: fc.constantFrom([], [], [1], [2, 3, 9]),
        pause: fc.constantFrom(0, 3, 5, 10, 10, 10.001, -2),
        isJustOver: fc.boolean(),
      })
      .map(({ isJustOver, ...one }): Paused => (isJustOver ? { ...one, posture: endingAt(one.posture, one.at) } : one))
    return fc.record({
      rules: fc.constant(rules),
      zone: fc.constant(zone),
      edges: fc.shuffledSubarray(edges, { maxLength: 40 }),
      changed: fc.subarray([1, 2, 3]),
      attempts: fc
        .tuple(
          fc.array(attempt, { minLength: 3, maxLength: 8 }),
          fc.constantFrom('at once', 'at one reader', 'at one reader', 'in order', 'in any order'),
        )
        .map(([all, kind]): Attempt[] => {
          if (kind === 'at once') return atOnce(all)
          if (kind === 'at one reader') return atOneReader(all)
          return kind === 'in order' ? all.sort((one, other) => one.at - other.at) : all
        }),
    })
  }),
)

/** The posture with overrides that end at this very instant, where they end. */
const endingAt = ({ overrides, modes }: DoorPosture, at: Instant): DoorPosture => ({
  overrides: overrides.map((one) => (one.endsAt === undefined ? one : { ...one, endsAt: at })),
  modes,
})

/** An attempt, and how many seconds after the one before it might be. */
type Paused = Attempt & { pause: number }

/** The same attempts at one access point and reader, some seconds after each other; sometimes the clock is set back between. */
const atOneReader = (all: readonly Paused[]): Attempt[] => {
  const [first] = all
  let at = first?.at ?? 0
  return all.map(({ pause, ...one }) => {
    at += pause * second
    const { side: _side, readerId: _reader, ...what } = one.presented
    return { ...one, at, posture: noPosture, presented: { ...what, accessPointId: (first ?? one).presented.accessPointId } }
  })
}

/** The same attempts at one access point, ten seconds after each other. */
const atOnce = (all: readonly Attempt[]): Attempt[] =>
  all.map((one, index) => ({
    ...one,
    presented: { ...one.presented, accessPointId: (all[0] ?? one).presented.accessPointId },
    at: (all[0] ?? one).at + index * 10 * second,
  }))
