import { describe, expect, it } from 'vitest'
import { withParents } from '../../../../shared/domain/people/groups/tree.ts'
import { GroupId } from '../../../../shared/lib/ids.ts'

const [root, floor, team, other] = [1, 2, 3, 4].map((id) => GroupId.parse(id)) as [GroupId, GroupId, GroupId, GroupId]
const tree = new Map([
  [root, {}],
  [floor, { parentId: root }],
  [team, { parentId: floor }],
])

describe('a tree of groups', () => {
  it('puts a member of a group into its parents too, and into no other', () => {
    expect(withParents([team], tree)).toEqual([team, floor, root])
    expect(withParents([root], tree)).toEqual([root])
    expect(withParents([floor, other], tree)).toEqual([floor, other, root])
  })

  it('that has become a circle ends', () => {
    const circle = new Map([
      [root, { parentId: team }],
      [team, { parentId: root }],
    ])
    expect(withParents([root], circle)).toEqual([root, team])
  })
})
