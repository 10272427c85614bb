import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxGroups } from '../../../../shared/domain/people/users/entity.ts'
import { decideMemberships } from '../../../../shared/domain/people/users/memberships.ts'
import { GroupId } from '../../../../shared/lib/ids.ts'
import { user } from '../../../support/holders.ts'

const groupIds = fc.uniqueArray(
  fc.integer({ min: 1, max: 30 }).map((id) => GroupId.parse(id)),
  { maxLength: 20 },
)

describe('memberships', () => {
  it('are those before, without those left, with those joined, in the order of joining; or too many', () => {
    fc.assert(
      fc.property(groupIds, groupIds, groupIds, (before, joining, removing) => {
        const current = user(1, { groupIds: before.slice(0, maxGroups) })
        const leaving = removing.filter((id) => !joining.includes(id))
        const told: string[] = []
        const decided = decideMemberships(current, { joining, leaving }, (code, id) => {
          told.push(`${code} ${id}`)
          return undefined
        })
        const expected = [...new Set([...current.groupIds.filter((id) => !leaving.includes(id)), ...joining])]
        if (expected.length > maxGroups) {
          expect(decided).toEqual({ ok: false, error: { kind: 'too_many_groups', maximum: maxGroups } })
          return
        }
        if (!decided) {
          expect(expected).toEqual(current.groupIds)
          return
        }
        if (!decided.ok) throw new Error('There was room')
        expect(decided.value.next).toEqual({ ...current, groupIds: expected })
        const changed = [
          ...current.groupIds.filter((id) => !expected.includes(id)),
          ...expected.filter((id) => !current.groupIds.includes(id)),
        ]
        expect(told.map((one) => Number(one.split(' ')[1]))).toEqual(changed)
      }),
    )
  })
})
