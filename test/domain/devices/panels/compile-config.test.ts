import { describe, expect, it } from 'vitest'
import { compileRules } from '../../../../shared/domain/devices/panels/compile-config.ts'
import type { RuleSources } from '../../../../shared/domain/devices/panels/schema.ts'
import { Credential } from '../../../../shared/domain/people/credentials/schema.ts'
import { GroupId } from '../../../../shared/lib/ids.ts'
import { someSources } from './some-sources.ts'

describe("a panel's rules", () => {
  it('hold the people who may pass its doors, with their cards, and nobody else', () => {
    const { users, credentials, groups } = compileRules(someSources())
    expect(users.map(({ id }) => id)).toEqual([21, 22])
    expect(credentials.map(({ id, userId }) => [id, userId])).toEqual([
      [31, 21],
      [32, 22],
    ])
    expect(groups.map(({ id }) => id)).toEqual([11])
  })

  it('say who enables a schedule by being there, of those who may pass', () => {
    const sources = someSources()
    const enabling = sources.schedules.map((schedule) => ({ ...schedule, enablingGroupId: GroupId.parse(12) }))
    const members = sources.users.slice(0, 2).map((user) => ({ ...user, groupIds: [11, 12, 13].map((id) => GroupId.parse(id)) }))
    const { users, groups } = compileRules({ ...sources, schedules: enabling, users: members })
    expect(users.map(({ id, groupIds }) => [id, groupIds])).toEqual([
      [21, [11, 12]],
      [22, [11, 12]],
    ])
    expect(groups.map(({ id }) => id)).toEqual([11])
  })

  it('say of a credential what it is and how it may be used, and nothing of one in stock', () => {
    const [person] = someSources().users
    const common = { version: 1, userId: person?.id, createdAt: 0, updatedAt: 0, encoded: 'B1234' }
    const use = { passesLeft: 3, relays: 'all', alarm: true }
    const credentials = [
      Credential.parse({ ...common, ...use, id: 1, kind: 'plate', state: 'active' }),
      Credential.parse({ ...common, id: 2, kind: 'qr', state: 'lost' }),
      Credential.parse({ ...common, id: 3, kind: 'finger', state: 'pending' }),
    ]
    expect(compileRules({ ...someSources(), credentials }).credentials).toEqual([
      { id: 1, kind: 'plate', encoded: 'B1234', userId: person?.id, ...use },
      { id: 2, kind: 'qr', encoded: 'B1234', userId: person?.id, state: 'lost' },
    ])
  })

  it('keep a suspended person, marked, so that the denial can be explained', () => {
    const { users } = compileRules(someSources())
    expect(users.map(({ id, suspended }) => [id, suspended])).toEqual([
      [21, false],
      [22, true],
    ])
  })

  it('leave out permissions of a group that is gone, and doors whose site is', () => {
    const sources = someSources()
    const withoutGroup = compileRules({ ...sources, groups: [] })
    expect(withoutGroup.accessPoints.flatMap(({ permissions }) => permissions)).toEqual([])
    expect(withoutGroup).toMatchObject({ users: [], credentials: [] })
    expect(compileRules({ ...sources, timeZones: new Map() }).accessPoints).toEqual([])
  })

  it('hold the schedules that are used and the holidays of its sites', () => {
    const { schedules, holidays } = compileRules(someSources())
    expect(schedules.map(({ id }) => id)).toEqual([41])
    expect(holidays.map(({ id }) => id)).toEqual([51, 52])
  })

  it('are the same text whatever order their sources came in', () => {
    const sources = someSources()
    const reversed: RuleSources = {
      ...sources,
      accessPoints: [...sources.accessPoints].reverse(),
      permissions: [...sources.permissions].reverse(),
      groups: [...sources.groups].reverse(),
      users: [...sources.users].reverse(),
      credentials: [...sources.credentials].reverse(),
      holidays: [...sources.holidays].reverse(),
    }
    expect(JSON.stringify(compileRules(reversed))).toBe(JSON.stringify(compileRules(sources)))
  })
})
