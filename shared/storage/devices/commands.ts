import { Command, type StoredState } from '../../domain/devices/commands/entity.ts'
import { originsOf } from '../../domain/devices/commands/lifecycle.ts'
import type { Event } from '../../domain/record/events/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import { panelOfCommand } from '../../lib/command-id.ts'
import type { AccountId, PanelId } from '../../lib/ids.ts'
import { firstUuidV7 } from '../../lib/uuid.ts'
import { commandKey, commandPartition } from '../keys/devices.ts'
import { eventWrites } from '../record/event-writes.ts'
import type { Condition, Table } from '../table/types.ts'
import { connectedWrite } from './panel-writes.ts'

/** When a command reached a state, for the state's own attribute. */
const stampOf = { received: 'receivedAt', executing: 'executingAt' } as const

/** Commands: one item each under its panel, in order of creation. */
export const commandStore = (table: Table) => ({
  get: async (accountId: AccountId, panelId: PanelId, commandId: string): Promise<Command | undefined> => {
    const item = await table.get(commandKey(accountId, panelId, commandId))
    return item && Command.parse(item)
  },

  /** A command by its id alone, which names its panel. */
  find: async (accountId: AccountId, commandId: string): Promise<Command | undefined> => {
    const panelId = panelOfCommand(commandId)
    const item = panelId === undefined ? undefined : await table.get(commandKey(accountId, panelId, commandId))
    return item && Command.parse(item)
  },

  /** The panel's commands from `since` on, in order of creation. */
  since: async (accountId: AccountId, panelId: PanelId, since: Instant): Promise<Command[]> => {
    const items = await table.query({
      pk: commandPartition(accountId, panelId),
      from: firstUuidV7(since),
      // A command that was stored a moment ago is what the reader was woken for.
      consistent: true,
    })
    return items.map((item) => Command.parse(item))
  },

  /**
   * Stores a command for a panel that is connected at `now`. Nothing is stored for any other, nor when the id is `taken`: another
   * was given in the same millisecond, and drew the same.
   */
  add: async (accountId: AccountId, command: Command, now: Instant): Promise<'stored' | 'not_connected' | 'taken'> => {
    const put = { ...command, ...commandKey(accountId, command.panelId, command.id), entity: 'command', ttl: ttlOf(command) }
    const result = await table.write([
      { put, when: [{ attribute: 'pk', is: 'absent' }] },
      connectedWrite(accountId, command.panelId, now),
    ])
    if (result.ok) return 'stored'
    return result.failed.some(({ index }) => index === 1) ? 'not_connected' : 'taken'
  },

  /** Counts that the command went to the panel, also when a receipt was faster: then its state stays. Undefined when there is none. */
  sent: async (accountId: AccountId, { panelId, id, sentAts }: Command, now: Instant): Promise<Command | undefined> => {
    const counted = {
      update: commandKey(accountId, panelId, id),
      // an index behind the end of the list means its end
      set: { [`sentAts[${sentAts.length}]`]: now },
      add: { sends: 1 },
    }
    const item =
      (await table.update({ ...counted, set: { ...counted.set, state: 'sent' }, when: [fromAnyOf('sent')] })) ??
      (await table.update({ ...counted, when: [{ attribute: 'pk', is: 'present' }] }))
    return item && Command.parse(item)
  },

  /** Moves an unsettled command on. Undefined when there is none, or it is past that. */
  progress: async (
    accountId: AccountId,
    panelId: PanelId,
    commandId: string,
    to: 'received' | 'executing',
    at: Instant,
  ): Promise<Command | undefined> => {
    const item = await table.update({
      update: commandKey(accountId, panelId, commandId),
      set: { state: to, [stampOf[to]]: at },
      when: [fromAnyOf(to)],
    })
    return item && Command.parse(item)
  },

  /** Settles the command as it was read, with its event, all at once. False when it has moved since. */
  settle: async (accountId: AccountId, before: Command, settled: Command, event: Event): Promise<boolean> => {
    const { state, settledAt, reason } = settled
    const update = {
      update: commandKey(accountId, before.panelId, before.id),
      set: { state, settledAt, ...(reason === undefined ? {} : { reason }) },
      when: [{ attribute: 'state', is: '=', value: before.state } as const],
    }
    return (await table.write([update, ...eventWrites(accountId, event)])).ok
  },
})

const fromAnyOf = (to: StoredState): Condition => ({
  anyOf: originsOf(to).map((value) => ({ attribute: 'state', is: '=', value })),
})

const keptDays = 30
/** Epoch seconds: a command's own item is not kept as long as the event that it led to. */
const ttlOf = ({ issuedAt }: Command): number => Math.ceil(issuedAt / 1_000) + keptDays * 86_400
