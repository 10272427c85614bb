import type { FirmwareEnd, FirmwareRequest } from '../../domain/devices/firmware/entity.ts'
import { type DoorState, PanelPresence } from '../../domain/devices/panels/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import { definedOf } from '../../lib/defined.ts'
import type { AccountId, PanelId } from '../../lib/ids.ts'
import { entityKey } from '../keys/common.ts'
import { presenceKey } from '../keys/devices.ts'
import { type AuditEvents, eventWrites } from '../record/event-writes.ts'
import type { Condition, Table, UpdateWrite } from '../table/types.ts'
import { isConnectedAt } from './panel-writes.ts'

/** On what a panel speaks: one socket, or requests without any (`connectionId` absent), which began at `connectedAt`. */
export type Line = { keyId: string; connectionId?: string; connectedAt: Instant }

/** What a panel says of itself in passing. */
export type Report = {
  lastContactAt: Instant
  onlineUntil: Instant
  appliedVersion?: number
  /** Of the rules of that version. */
  stateHash?: string | undefined
  appliedPosture?: number
  firmwareVersion?: string
  doors?: PanelPresence['doors']
}

/** How doors stand, by their ids, since when each was heard. */
export type DoorStates = Record<string, { state: DoorState; at: Instant }>

/** What is live about panels: one item each, one plain write for each thing heard. */
export const presenceStore = (table: Table) => {
  const update = async (write: UpdateWrite): Promise<PanelPresence | undefined> => {
    const item = await table.update(write)
    return item && PanelPresence.parse(item)
  }

  return {
    get: async (accountId: AccountId, panelId: PanelId): Promise<PanelPresence | undefined> => {
      const item = await table.get(presenceKey(accountId, panelId))
      return item && PanelPresence.parse(item)
    },

    /** What is live about these panels, read strongly, as far as they exist. */
    getMany: async (accountId: AccountId, panelIds: readonly PanelId[]): Promise<PanelPresence[]> => {
      const keys = panelIds.map((panelId) => presenceKey(accountId, panelId))
      return (await table.getMany(keys, { consistent: true })).map((item) => PanelPresence.parse(item))
    },

    /**
     * The ids of panels of the account in their order, read strongly: the first `limit` that come after `after`. Those are read of the
     * panels themselves, which lie in one partition; there is a presence of each.
     */
    panelIds: async (
      accountId: AccountId,
      { after = 0, limit }: { after?: number | undefined; limit: number },
    ): Promise<PanelId[]> => {
      const { pk, sk } = entityKey(accountId, 'panel', after + 1)
      const items = await table.query({ pk, from: sk, limit, consistent: true })
      return items.map((item) => PanelPresence.shape.panelId.parse(Number(item.sk)))
    },

    /**
     * The panel is heard on `line`, which becomes its connection: unless a newer one is there (a word that was long on its way
     * must not win over a reconnect), or the panel has been paired again. Undefined then; else the presence as it is now.
     */
    heard: (accountId: AccountId, panelId: PanelId, line: Line, report: Report, opens: boolean) =>
      update({
        update: presenceKey(accountId, panelId),
        set: { ...definedOf(report), connection: connectionOf(line) },
        ...(opens ? { add: { generation: 1 } } : {}),
        when: [...speaksAs(line), isNewestLine(line)],
      }),

    /** Some doors changed state, whatever the line. */
    doorsChanged: (accountId: AccountId, panelId: PanelId, line: Line, doors: DoorStates) =>
      update({
        update: presenceKey(accountId, panelId),
        set: doorsSet(doors),
        when: speaksAs(line),
      }),

    /** The socket is gone. Nothing happens when the panel has another by now. */
    lost: (accountId: AccountId, panelId: PanelId, connectionId: string) =>
      update({
        update: presenceKey(accountId, panelId),
        remove: ['connection', 'onlineUntil'],
        when: [{ attribute: 'connection.connectionId', is: '=', value: connectionId }],
      }),

    /** A compile of the panel's rules begins, before it reads anything: it has the number `compileBegun`. Undefined when the panel is gone. */
    compileBegins: (accountId: AccountId, panelId: PanelId, now: Instant): Promise<PanelPresence | undefined> =>
      update({
        update: presenceKey(accountId, panelId),
        add: { compileBegun: 1 },
        set: { compilingSince: now },
        when: [{ attribute: 'pk', is: 'present' }],
      }),

    /** The rules of the panel have this version since `at`; nothing happens when it is known that they have a newer one. */
    rulesNoted: (accountId: AccountId, panelId: PanelId, version: number, at: Instant) =>
      update({
        update: presenceKey(accountId, panelId),
        set: { rulesVersion: version, rulesAt: at },
        when: [{ attribute: 'rulesVersion', is: '<', value: version }],
      }),

    /** The panel was sent its rules up to this version, so there is such a version: since `at`, if it was not known of. */
    rulesSent: async (accountId: AccountId, panelId: PanelId, version: number, at: Instant) => {
      const key = presenceKey(accountId, panelId)
      const isOlder = (attribute: string): Condition => ({ attribute, is: '<', value: version })
      const sent: UpdateWrite = { update: key, set: { sentVersion: version }, when: [isOlder('sentVersion')] }
      const news = { sentVersion: version, rulesVersion: version, rulesAt: at }
      return (await update({ update: key, set: news, when: [isOlder('rulesVersion')] })) ?? update(sent)
    },

    /** The panel runs `version` now, which is newer than what it ran: so there is such a version, and it was sent. */
    applied: async (accountId: AccountId, panelId: PanelId, line: Line, version: number, stateHash?: string) => {
      const runs: UpdateWrite & { set: Record<string, unknown>; when: Condition[] } = {
        update: presenceKey(accountId, panelId),
        set: { appliedVersion: version, ...definedOf({ stateHash }) },
        remove: ['refused'],
        // two such words may overtake each other; a panel that went back says so when it says hello
        when: [...speaksAs(line), { attribute: 'appliedVersion', is: '<', value: version }],
      }
      const newest: UpdateWrite = {
        ...runs,
        set: { ...runs.set, sentVersion: version, rulesVersion: version },
        when: [...runs.when, ...(['sentVersion', 'rulesVersion'] as const).map((attribute) => notAbove(attribute, version))],
      }
      return (await update(newest)) ?? update(runs)
    },

    /** The panel was sent this version of its posture. */
    postureSent: (accountId: AccountId, panelId: PanelId, version: number) =>
      update({
        update: presenceKey(accountId, panelId),
        set: { sentPosture: version },
        when: [{ attribute: 'sentPosture', is: '<', value: version }],
      }),

    /** The doors of the panel follow this version of its posture, which is newer than the one before, and some changed state by that. */
    postureApplied: (accountId: AccountId, panelId: PanelId, line: Line, version: number, doors: DoorStates) =>
      update({
        update: presenceKey(accountId, panelId),
        set: { appliedPosture: version, ...doorsSet(doors) },
        remove: ['refusedPosture'],
        when: [...speaksAs(line), { attribute: 'appliedPosture', is: '<', value: version }],
      }),

    /** The panel refused a version of its posture. */
    postureRefused: (
      accountId: AccountId,
      panelId: PanelId,
      line: Line,
      refusedPosture: NonNullable<PanelPresence['refusedPosture']>,
    ) => update({ update: presenceKey(accountId, panelId), set: { refusedPosture }, when: speaksAs(line) }),

    /**
     * Puts what a connected panel is to install in place of what it was, or nothing, with the event of that. False when the panel is
     * not connected at `now`.
     */
    requestFirmware: async (
      accountId: AccountId,
      panelId: PanelId,
      request: FirmwareRequest | undefined,
      now: Instant,
      event: AuditEvents,
    ): Promise<boolean> => {
      const change = request ? { set: { firmware: request } } : { remove: ['firmware'] }
      const presence = { update: presenceKey(accountId, panelId), ...change, when: isConnectedAt(now) }
      return (await table.write([presence, ...eventWrites(accountId, event)])).ok
    },

    /** The panel was sent this request for firmware. */
    firmwareSent: (accountId: AccountId, panelId: PanelId, { version, requestedAt }: FirmwareRequest, now: Instant) =>
      update({
        update: presenceKey(accountId, panelId),
        set: { 'firmware.sentAt': now },
        when: isFirmware(version, requestedAt),
      }),

    /**
     * The update of the panel, as it was read, ended, with the event of that. False when another is asked for by now, or this one has
     * ended otherwise.
     */
    endFirmware: async (
      accountId: AccountId,
      panelId: PanelId,
      { version, requestedAt, ended }: FirmwareRequest,
      end: FirmwareEnd,
      event: AuditEvents,
    ): Promise<boolean> => {
      const presence: UpdateWrite = {
        update: presenceKey(accountId, panelId),
        set: { 'firmware.ended': end },
        when: [
          ...isFirmware(version, requestedAt),
          ended
            ? { attribute: 'firmware.ended.outcome', is: '=', value: ended.outcome }
            : { attribute: 'firmware.ended', is: 'absent' },
        ],
      }
      return (await table.write([presence, ...eventWrites(accountId, event)])).ok
    },

    refused: (accountId: AccountId, panelId: PanelId, line: Line, refused: NonNullable<PanelPresence['refused']>) =>
      update({ update: presenceKey(accountId, panelId), set: { refused }, when: speaksAs(line) }),
  }
}

const doorsSet = (doors: DoorStates) => Object.fromEntries(Object.entries(doors).map(([id, door]) => [`doors.${id}`, door]))

const connectionOf = ({ connectionId, connectedAt }: Line) => ({
  ...(connectionId === undefined ? {} : { connectionId }),
  connectedAt,
})

const speaksAs = ({ keyId }: Line): Condition[] => [{ attribute: 'keyId', is: '=', value: keyId }]

/** The panel is still to install what was asked for at this instant. */
const isFirmware = (version: string, requestedAt: Instant): Condition[] => [
  { attribute: 'firmware.version', is: '=', value: version },
  { attribute: 'firmware.requestedAt', is: '=', value: requestedAt },
]

const notAbove = (attribute: string, value: number): Condition => ({ attribute, is: '<=', value })

/** A socket gives way to a later one only; requests give way to a socket that is alive. */
const isNewestLine = ({ connectionId, connectedAt }: Line): Condition => ({
  anyOf: [
    { attribute: 'connection', is: 'absent' },
    ...(connectionId === undefined
      ? ([
          { attribute: 'connection.connectionId', is: 'absent' },
          { attribute: 'onlineUntil', is: '<', value: connectedAt },
        ] as const)
      : ([
          { attribute: 'connection.connectionId', is: '=', value: connectionId },
          { attribute: 'connection.connectionId', is: 'absent' },
          { attribute: 'connection.connectedAt', is: '<=', value: connectedAt },
        ] as const)),
  ],
})
