import type { GroupId } from '../../../lib/ids.ts'
import { type Group, maxGroupDepth } from './entity.ts'

/**
 * The groups that somebody in `groupIds` is in: those, and their parents up to the root, nearest first. Only groups of `byId` are
 * followed. What the rules of a group allow, they allow to the groups below it.
 */
export const withParents = (groupIds: readonly GroupId[], byId: ReadonlyMap<number, Pick<Group, 'parentId'>>): GroupId[] => {
  const found = new Set<GroupId>(groupIds)
  let level = [...groupIds]
  for (let depth = 0; depth < maxGroupDepth && level.length > 0; depth += 1) {
    level = level.flatMap((id) => byId.get(id)?.parentId ?? []).filter((id) => !found.has(id))
    for (const id of level) found.add(id)
  }
  return [...found]
}
