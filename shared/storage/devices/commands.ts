import { Command, type StoredState } from '../../domain/devices/commands/entity.ts'
import { originsOf } from '../../domain/devices/commands/lifecycle.ts'
import type { Event } from '../../domain/record/events/entity.ts'
import type { Instant } from '../../lib/clock.ts'
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

  /** Stores a command for a panel that is connected at `now`; false, and nothing is stored, for any other. */
  add: async (accountId: AccountId, command: Command, now: Instant): Promise<boolean> => {
    const put = { ...command, ...commandKey(accountId, command.panelId, command.id), entity: 'command', ttl: ttlOf(command) }
    const result = await table.write([
      { put, when: [{ attribute: 'pk', is: 'absent' }] },
      connectedWrite(accountId, command.panelId, now),
    ])
    return result.ok
  },

  /** Counts that the command went to the panel. Undefined when a receipt was faster. */
  sent: async (accountId: AccountId, { panelId, id }: Command, now: Instant): Promise<Command | undefined> => {
    const item = await table.update({
      update: commandKey(accountId, panelId, id),
      set: { state: 'sent', sentAt: now },
      add: { sends: 1 },
      when: [fromAnyOf('sent')],
    })
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
