import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonicalJson } from '../../../../shared/domain/access/decisions/canonical-json.ts'
import { PersonRecord } from '../../../../shared/domain/access/decisions/entity.ts'
import { changeState, stateOf } from '../../../../shared/domain/access/decisions/panel-state.ts'
import { personRecords, withPeople } from '../../../../shared/domain/access/decisions/person-record.ts'
import { PanelRules } from '../../../../shared/domain/access/decisions/rules.ts'
import { hashText, stateHash } from '../../../../shared/domain/access/decisions/state-hash.ts'
import { UserId } from '../../../../shared/lib/ids.ts'

const ids = [1, 2, 3, 4, 5, 6]
/** What the rules say of a person: some hold cards, of which several have the same number. */
const aPerson = fc
  .record({
    id: fc.constantFrom(...ids),
    present: fc.boolean(),
    suspended: fc.boolean(),
    pin: fc.constantFrom(undefined, '1111', '2222'),
    cards: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
  })
  .map(({ id, present, suspended, pin, cards }) =>
    PersonRecord.parse({
      id,
      ...(present ? { user: { id, suspended, ...(pin === undefined ? {} : { pin }), groupIds: [7] } } : {}),
      credentials: present ? cards.sort().map((card) => ({ id: id * 10 + card, encoded: card.toString(16), userId: id })) : [],
    }),
  )

const rulesOf = (people: readonly PersonRecord[]): PanelRules =>
  withPeople(
    PanelRules.parse({
      formatVersion: 2,
      accountId: 1,
      panelId: 2,
      version: 1,
      compiledAt: 0,
      accessPoints: [],
      schedules: [],
      holidays: [],
      groups: [{ id: 7, keypadUnlock: false, immuneToAntipassback: false, excludedFromLockdown: false }],
      users: [],
      credentials: [],
    }),
    people,
  )

it('a panel that took deltas knows exactly what one knows that took the rules as they are now, and has the same hash', () => {
  fc.assert(
    fc.property(
      fc.array(aPerson, { maxLength: 5 }),
      fc.array(fc.array(aPerson, { maxLength: 3 }), { maxLength: 6 }),
      (at, deltas) => {
        const start = rulesOf(at)
        const taken = deltas.reduce((state, people, index) => changeState(state, { people }, index + 2), stateOf(start, 1))
        const now = deltas.reduce((rules, people) => withPeople(rules, people), start)
        const whole = stateOf(now, deltas.length + 1)
        expect(taken.hash).toBe(whole.hash)
        expect(taken.rules.version).toBe(whole.rules.version)
        for (const id of ids.map((one) => UserId.parse(one)))
          expect(taken.rules.people.ofUser(id)).toEqual(whole.rules.people.ofUser(id))
        const sorted = <One extends { id: number }>(all: One[]) => all.sort((one, other) => one.id - other.id)
        for (const pin of ['1111', '2222', '3333'])
          expect(sorted(taken.rules.people.withPin(pin))).toEqual(sorted(whole.rules.people.withPin(pin)))
        for (const value of ['1', '2', '3', '4'])
          expect(taken.rules.people.withValue('card', value)).toEqual(
            whole.rules.people.withValue('card', value).sort((one, other) => one.credential.id - other.credential.id),
          )
      },
    ),
    { numRuns: 500 },
  )
})

it('another record of a person gives another hash, and so does one person less', () => {
  fc.assert(
    fc.property(aPerson, aPerson, (one, other) => {
      const same = canonicalJson({ ...one, id: 0 }) === canonicalJson({ ...other, id: 0 })
      expect(stateHash(rulesOf([one])) === stateHash(rulesOf([other]))).toBe(same || (!one.user && !other.user))
    }),
  )
})

it('the hash is that of the page about the protocol', () => {
  const [person] = [PersonRecord.parse({ id: 5, user: { id: 5, suspended: false, pin: '4711', groupIds: [7] }, credentials: [] })]
  const rules = rulesOf([person])
  expect(personRecords(rules)).toEqual([person])
  expect(canonicalJson({ b: 1, a: [true, 'é"'], c: undefined })).toBe('{"a":[true,"é\\""],"b":1}')
  expect(hashText(stateHash({ ...rules, groups: [], users: [] }))).toBe('0'.repeat(32))
  expect(hashText(stateHash(rules))).toMatchInlineSnapshot(`"bf1ab630a2701b6284f31945fd9826f0"`)
})
