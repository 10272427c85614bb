import type { DoorSide } from '../../domain/places/access-points/entity.ts'
import { DoorSet, DoorSetMember, HeldSide, type StoredChange, sidesOf } from '../../domain/places/door-sets/entity.ts'
import type { AccessPointId, AccountId, DoorSetId } from '../../lib/ids.ts'
import { entityKey, relationKey, relationPartition } from '../keys/common.ts'
import { exclusiveSideKey } from '../keys/places.ts'
import { type CodeWrite, codeWrites, silentAlarmWrites } from '../people/code-claims.ts'
import type { AuditEvents } from '../record/event-writes.ts'
import { type ChangeResult, collection } from '../table/collection.ts'
import type { Condition, Item, Table, Write } from '../table/types.ts'

type Settings = Pick<DoorSet, 'zoneCode' | 'silentAlarm'>

/**
 * Sets of doors, and which doors are in them: an item under the set and one under the door, in step by transactions. The
 * version of a set counts the changes of its doors too, so that none is overlooked by who deletes it.
 */
export const doorSetStore = (table: Table) => {
  const {
    add,
    adding: _adding,
    replace,
    remove,
    ...sets
  } = collection(table, 'door-set', DoorSet, ({ name, exclusive }) => ({ name, exclusive }))
  const related = async (accountId: AccountId, relation: string, ownerId: number): Promise<DoorSetMember[]> =>
    (await table.query({ pk: relationPartition(accountId, relation, ownerId), consistent: true })).map(readMember)

  const settingWrites = async (accountId: AccountId, id: DoorSetId, before: Settings, next: Settings): Promise<CodeWrite[]> => [
    ...(await codeWrites(table, accountId, id, before.zoneCode, next.zoneCode)),
    ...silentAlarmWrites(accountId, { entity: 'door-set', id }, before.silentAlarm, next.silentAlarm).map(
      (write): CodeWrite => ({ write, refused: 'raced' }),
    ),
  ]

  return {
    ...sets,

    /** The doors of a set, in order of their ids. */
    membersOf: (accountId: AccountId, doorSetId: DoorSetId) => related(accountId, 'door-set-doors', doorSetId),

    /** The sets that a door lies in, in order of their ids. */
    ofDoor: (accountId: AccountId, accessPointId: AccessPointId) => related(accountId, 'door-sets', accessPointId),

    /** Which sides of these doors lie in an exclusive set, and in which. */
    heldSides: async (accountId: AccountId, accessPointIds: readonly AccessPointId[]): Promise<HeldSide[]> => {
      const keys = accessPointIds.flatMap((id) => sidesOf({}).map((side) => exclusiveSideKey(accountId, id, side)))
      return (await table.getMany(keys)).map((item) => HeldSide.parse(item))
    },

    /** Adds a set without doors. */
    add: async (accountId: AccountId, set: DoorSet, event: AuditEvents): Promise<DoorSetChange> => {
      const own = await settingWrites(accountId, set.id, {}, set)
      return outcome(await add(accountId, set, event, writesOf(own)), own)
    },

    /**
     * Puts `next` in place of the set as it was read, and changes the places of some doors (`doorsAtOnce` at most).
     * `changed`: the set was changed by another writer, a door is gone, or another exclusive set has taken a side of it. `taken`: the zone code is
     * somebody's; `neighbour`: the one beside it is.
     */
    change: async (
      accountId: AccountId,
      before: DoorSet,
      next: DoorSet,
      doors: readonly StoredChange[],
      event: AuditEvents,
    ): Promise<DoorSetChange> => {
      const own = await settingWrites(accountId, next.id, before, next)
      const ofDoors = doors.flatMap((door) => doorWrites(accountId, next, door))
      return outcome(await replace(accountId, next, event, [...writesOf(own), ...ofDoors]), own)
    },

    /** Deletes a set that has no doors any more, as it was read. */
    remove: async (accountId: AccountId, set: DoorSet, event: AuditEvents): Promise<DoorSetChange> => {
      const own = await settingWrites(accountId, set.id, set, {})
      return outcome(await remove(accountId, set, event, writesOf(own)), own)
    },
  }
}

/** How a change ended; `changed`: read again and retry. */
export type DoorSetChange = { ok: true } | { ok: false; reason: 'missing' | 'changed' | 'taken' | 'neighbour' }

/** `own` come first among the writes beside the set. */
const outcome = (result: ChangeResult, own: readonly CodeWrite[]): DoorSetChange => {
  if (result.ok || result.reason !== 'refused') return result
  const reasons = result.extra.map((position) => own[position]?.refused ?? 'raced')
  const reason = reasons.find((one) => one !== 'raced')
  return { ok: false, reason: reason ?? 'changed' }
}

const writesOf = (own: readonly CodeWrite[]): Write[] => own.map(({ write }) => write)

const readMember = (item: Item): DoorSetMember => DoorSetMember.parse(item)

const doorWrites = (accountId: AccountId, { id, exclusive }: DoorSet, { before, after }: StoredChange): Write[] => {
  const member = after ?? before
  if (!member) return []
  const { accessPointId } = member
  const [ofDoor, ofSet] = [
    relationKey(accountId, 'door-sets', accessPointId, id),
    relationKey(accountId, 'door-set-doors', id, accessPointId),
  ]
  const own: Write[] = after
    ? [
        { check: entityKey(accountId, 'access-point', accessPointId), when: [{ attribute: 'pk', is: 'present' }] },
        { put: { ...after, ...ofDoor, entity: 'door-set-member' } },
        { put: { ...after, ...ofSet, entity: 'door-of-set' } },
      ]
    : [{ delete: ofDoor }, { delete: ofSet }]
  return exclusive ? [...own, ...claimWrites(accountId, { doorSetId: id, accessPointId }, { before, after })] : own
}

/** Takes the sides that the door comes in by, unless another set has them, and gives back those that it leaves. */
const claimWrites = (
  accountId: AccountId,
  held: Omit<HeldSide, 'side'>,
  { before, after }: { before: DoorSetMember | undefined; after: DoorSetMember | undefined },
): Write[] => {
  const taken = after ? sidesOf(after) : []
  const left = (before ? sidesOf(before) : []).filter((side) => !taken.includes(side))
  const isFree: Condition[] = [
    {
      anyOf: [
        { attribute: 'pk', is: 'absent' },
        { attribute: 'doorSetId', is: '=', value: held.doorSetId },
      ],
    },
  ]
  const keyOf = (side: DoorSide) => exclusiveSideKey(accountId, held.accessPointId, side)
  return [
    ...taken.map((side): Write => ({ put: { ...keyOf(side), entity: 'exclusive-side', ...held, side }, when: isFree })),
    ...left.map((side): Write => ({ delete: keyOf(side) })),
  ]
}
