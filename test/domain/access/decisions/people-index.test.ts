import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { indexPeople } from '../../../../shared/domain/access/decisions/people-index.ts'
import {
  type PanelCredential as Credential,
  PanelCredential,
  PanelUser,
} from '../../../../shared/domain/access/decisions/rules.ts'
import { familyOf } from '../../../../shared/domain/people/credentials/entity.ts'
import { UserId } from '../../../../shared/lib/ids.ts'

const instant = fc.option(fc.integer({ min: 0, max: 4e12 }), { nil: undefined })
const flag = fc.constantFrom(undefined, true as const)
const value = fc.constantFrom('0', '1', 'f', '10', 'abc', 'ABC', '0c1f', '28c0293', 'f'.repeat(128), 'TM-89 ÄÖ', '門', '7411')
const id = fc.integer({ min: 1, max: 2 ** 53 - 1 })

const anyUser = fc
  .record({
    id: fc.integer({ min: 1, max: 6 }),
    suspended: fc.boolean(),
    pin: fc.option(fc.constantFrom('1111', '0000', '7411', '99999999'), { nil: undefined }),
    effectiveFrom: instant,
    effectiveTo: instant,
    groupIds: fc.array(id, { maxLength: 3 }),
    visit: fc.option(fc.record({ startsAt: fc.nat(), endsAt: fc.nat(), stopped: flag }), { nil: undefined }),
  })
  .map((user) => PanelUser.parse(JSON.parse(JSON.stringify(user))))
const anyCredential = fc
  .record({
    id,
    kind: fc.constantFrom(undefined, 'virtual_card' as const, 'plate' as const, 'mobile_key' as const, 'switch_code' as const),
    encoded: value,
    bits: fc.constantFrom(undefined, 26, 37, 512),
    // some of nobody in the rules
    userId: fc.integer({ min: 1, max: 8 }),
    state: fc.constantFrom(undefined, 'suspended' as const, 'lost' as const),
    effectiveFrom: instant,
    effectiveTo: instant,
    passesLeft: fc.constantFrom(undefined, 0, 3),
    relays: fc.constantFrom(undefined, 'all' as const),
    alarm: flag,
  })
  .map((one) => PanelCredential.safeParse(JSON.parse(JSON.stringify(one))))
  .filter(({ success }) => success)
  .map(({ data }) => data as Credential)

const world = fc.record({
  users: fc.uniqueArray(anyUser, { selector: (user) => user.id, maxLength: 6 }),
  credentials: fc.array(anyCredential, { maxLength: 12 }),
})

describe('people in columns', () => {
  it('are found by what they present just as they were put in, and nobody else is', () => {
    fc.assert(
      fc.property(
        world,
        value,
        fc.constantFrom('card', 'plate', 'mobile_key', 'code'),
        ({ users, credentials }, presented, family) => {
          const index = indexPeople(users, credentials)
          const expected = credentials.filter(({ kind = 'card', encoded }) => familyOf(kind) === family && encoded === presented)
          const found = expected.map((credential) => ({ credential, user: users.find((user) => user.id === credential.userId) }))
          expect(index.withValue(family as 'card', presented)).toHaveLength(found.length)
          expect(index.withValue(family as 'card', presented)).toEqual(expect.arrayContaining(found))
        },
      ),
      { numRuns: 400 },
    )
  })

  it('are found one by one, each with all that they hold, by bisection', () => {
    fc.assert(
      fc.property(world, ({ users, credentials }) => {
        const index = indexPeople(users, credentials)
        for (const userId of [1, 2, 3, 4, 5, 6, 7, 8].map((one) => UserId.parse(one))) {
          const user = users.find(({ id }) => id === userId)
          const held = credentials.filter((one) => user && one.userId === userId).sort((one, other) => one.id - other.id)
          const found = index.ofUser(userId)
          expect([found.id, found.user]).toEqual([userId, user])
          expect(found.credentials.map(({ id }) => id)).toEqual(held.map(({ id }) => id))
          expect(found.credentials).toEqual(expect.arrayContaining(held))
        }
      }),
      { numRuns: 400 },
    )
  })

  it('are found by a PIN that one of them has', () => {
    fc.assert(
      fc.property(world, fc.constantFrom('1111', '0000', '7411', '1', ''), ({ users, credentials }, pin) => {
        const having = users.filter((user) => user.pin === pin)
        const found = indexPeople(users, credentials).withPin(pin)
        expect(found).toHaveLength(having.length)
        expect(found).toEqual(expect.arrayContaining(having))
      }),
      { numRuns: 400 },
    )
  })

  it('are distinguished also when there are more than 65,536 of them', () => {
    const count = 70_000
    const users = Array.from({ length: count }, (_, at) => PanelUser.parse({ id: at + 1, suspended: false, groupIds: [at + 1] }))
    const credentials = users.map((user) =>
      PanelCredential.parse({ id: user.id, encoded: user.id.toString(16), userId: user.id }),
    )
    const index = indexPeople(users, credentials)
    for (const wanted of [1, 256, 65_536, 65_537, count])
      expect(index.withValue('card', wanted.toString(16))).toMatchObject([{ user: { id: wanted, groupIds: [wanted] } }])
    expect(index.withValue('card', (count + 1).toString(16))).toEqual([])
  })
})
