import { z } from 'zod'
import { AccessRule, type RuleTarget } from '../../domain/access/rules/entity.ts'
import { Panel } from '../../domain/devices/panels/entity.ts'
import { Credential, type CredentialFamily } from '../../domain/people/credentials/entity.ts'
import { User } from '../../domain/people/users/entity.ts'
import { AccessPoint } from '../../domain/places/access-points/entity.ts'
import { DoorSetMember } from '../../domain/places/door-sets/entity.ts'
import { type Event, emptyCursor, UploadCursor } from '../../domain/record/events/entity.ts'
import { type AccessPointId, type AccountId, type CredentialId, type PanelId, UserId } from '../../lib/ids.ts'
import { targetRules } from '../access/rule-writes.ts'
import { entityKey, relationPartition } from '../keys/common.ts'
import { presenceKey, uploadKey } from '../keys/devices.ts'
import { claimKey, ownersOfValue, type ValueOwner } from '../people/credential-claims.ts'
import type { Item, Table } from '../table/types.ts'
import { eventCountWrites, eventItem } from './event-writes.ts'

/** What a batch of reports names: what there is to look up. */
type Named = {
  accessPointIds: readonly AccessPointId[]
  userIds: readonly UserId[]
  values: readonly { family: CredentialFamily; value: string }[]
  needsPanel: boolean
}

/** What is known of a batch. `owners`: the credentials that have the values which were asked for, by `<family> <value>`. */
type Facts = {
  keyId?: string
  cursor: UploadCursor
  points: Map<number, AccessPoint>
  users: Map<number, Pick<User, 'firstName' | 'lastName'>>
  owners: Map<string, ValueOwner[]>
  panel?: Panel
}

/** Of a person only what an event says. */
const UserName = z.object({ id: UserId, firstName: z.string(), lastName: z.string() })

/** As many writes as one transaction takes. */
const maxWrites = 100

/** Events on their way from panels into the account: what they name is read at once, and they are stored exactly once. */
export const uploadStore = (table: Table) => ({
  /** Everything that a batch of reports names, its cursor, and the key that speaks for the panel: one read. */
  facts: async (
    accountId: AccountId,
    panelId: PanelId,
    epoch: string,
    { accessPointIds, userIds, values, needsPanel }: Named,
    options: { consistent: boolean },
  ): Promise<Facts> => {
    const items = await table.getMany(
      [
        presenceKey(accountId, panelId),
        uploadKey(accountId, panelId, epoch),
        ...accessPointIds.map((id) => entityKey(accountId, 'access-point', id)),
        ...userIds.map((id) => entityKey(accountId, 'user', id)),
        ...values.map(({ family, value }) => claimKey(accountId, family, value)),
        ...(needsPanel ? [entityKey(accountId, 'panel', panelId)] : []),
      ],
      options,
    )
    const of = (entity: string) => items.filter((item) => item.entity === entity)
    const [presence] = of('panel-presence')
    const [cursor] = of('upload')
    const [panel] = of('panel')
    return {
      ...(typeof presence?.keyId === 'string' ? { keyId: presence.keyId } : {}),
      cursor: cursor ? UploadCursor.parse(cursor) : emptyCursor,
      points: new Map(of('access-point').map((item) => byId(AccessPoint.parse(item)))),
      users: new Map(of('user').map((item) => byId(UserName.parse(item)))),
      owners: new Map(
        values.flatMap(({ family, value }) => {
          const { pk, sk } = claimKey(accountId, family, value)
          const item = of('unique').find((one) => one.pk === pk && one.sk === sk)
          return item ? [[`${family} ${value}`, ownersOfValue(item)]] : []
        }),
      ),
      ...(panel ? { panel: Panel.parse(panel) } : {}),
    }
  },

  /** Whose the cards are, and whether they or a group of theirs have a rule that covers the door; by `<credential> <access point>`. */
  owners: async (accountId: AccountId, cards: readonly { credentialId: CredentialId; accessPointId: AccessPointId }[]) => {
    const credentials = await read(
      table,
      accountId,
      'credential',
      cards.map(({ credentialId }) => credentialId),
      Credential.parse,
    )
    const userIds = [...credentials.values()].flatMap(({ userId }) => userId ?? [])
    const users = await read(table, accountId, 'user', userIds, User.parse)
    const seen = cards.flatMap(({ credentialId, accessPointId }) => {
      const credential = credentials.get(credentialId)
      const user = credential?.userId === undefined ? undefined : users.get(credential.userId)
      return credential ? [{ credential, accessPointId, ...(user ? { user } : {}) }] : []
    })
    const doorIds = [...new Set(seen.map(({ accessPointId }) => accessPointId))]
    const points = await read(table, accountId, 'access-point', doorIds, AccessPoint.parse)
    /** The rules at a door and its sides, at the sets that it lies in, and at its site. */
    const rulesAt = async (accessPointId: AccessPointId): Promise<[AccessPointId, AccessRule[]]> => {
      const sets = await table.query({ pk: relationPartition(accountId, 'door-sets', accessPointId), consistent: true })
      const point = points.get(accessPointId)
      const targets: RuleTarget[] = [
        { kind: 'door', accessPointId },
        ...sets.map((item) => ({ kind: 'door_set' as const, doorSetId: DoorSetMember.parse(item).doorSetId })),
        ...(point ? [{ kind: 'site' as const, siteId: point.siteId }] : []),
      ]
      const found = await Promise.all(
        targets.map((target) => table.query({ pk: targetRules(accountId, target), consistent: true })),
      )
      return [accessPointId, found.flat().map((item) => AccessRule.parse(item))]
    }
    const rules = new Map(await Promise.all(doorIds.map(rulesAt)))
    return new Map(
      seen.map(({ accessPointId, ...owner }) => {
        const isPermitted = (rules.get(accessPointId) ?? []).some(({ subject }) =>
          subject.kind === 'group' ? owner.user?.groupIds.includes(subject.groupId) : owner.user?.id === subject.userId,
        )
        return [`${owner.credential.id} ${accessPointId}`, { ...owner, isPermitted }]
      }),
    )
  },

  /** How many of the events, from the first on, `store` takes at once: at least one, if there is any. */
  fitting: (accountId: AccountId, events: readonly Event[]): number => {
    let count = Math.min(events.length, maxWrites)
    while (count > 1 && 1 + count + eventCountWrites(accountId, events.slice(0, count)).length > maxWrites) count -= 1
    return count
  },

  /** Stores events, counts them and moves the cursor, all or nothing; false when the cursor is not as it was read. */
  store: async (
    accountId: AccountId,
    { panelId, epoch }: { panelId: PanelId; epoch: string },
    before: UploadCursor,
    after: UploadCursor,
    events: readonly Event[],
  ): Promise<boolean> => {
    const cursor: Item = { ...uploadKey(accountId, panelId, epoch), entity: 'upload', ...after }
    const unmoved =
      before.revision === 0
        ? ({ attribute: 'pk', is: 'absent' } as const)
        : ({ attribute: 'revision', is: '=', value: before.revision } as const)
    const puts = events.map((event) => ({ put: eventItem(accountId, event) }))
    return (await table.write([{ put: cursor, when: [unmoved] }, ...puts, ...eventCountWrites(accountId, events)])).ok
  },
})

const byId = <T extends { id: number }>(one: T): [number, T] => [one.id, one]

const read = async <T extends { id: number }>(
  table: Table,
  accountId: AccountId,
  entity: 'access-point' | 'credential' | 'user',
  ids: readonly number[],
  parse: (item: Item) => T,
): Promise<Map<number, T>> =>
  new Map((await table.getMany(ids.map((id) => entityKey(accountId, entity, id)))).map((item) => byId(parse(item))))
