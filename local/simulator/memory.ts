import { z } from 'zod'
import { areaStates } from '../../shared/domain/access/decisions/area-states.ts'
import { type Decision, type DecisionMemory, emptyMemory, remember } from '../../shared/domain/access/decisions/decision.ts'
import { Factor } from '../../shared/domain/places/access-points/door-rules.ts'
import type { Instant } from '../../shared/lib/clock.ts'
import { type AccessPointId, AreaId, UserId } from '../../shared/lib/ids.ts'
import { PanelEvent } from '../../shared/panel-protocol/events.ts'
import { Epoch, WireAccessPointId } from '../../shared/panel-protocol/fields.ts'
import { bufferLimit, createBuffer } from './buffer.ts'
import { createCommandMemory, RememberedCommand } from './commands.ts'
import { openJournal } from './journal.ts'

const LastPassage = z.object({ direction: z.enum(['in', 'out']), at: z.number() })
const AreaPassage = LastPassage.extend({ areaId: AreaId, userIds: z.array(UserId) })
const WaitingPerson = z.object({
  userId: UserId,
  since: z.number(),
  factors: z.array(Factor),
  state: z.enum(['for_factors', 'ready', 'passed']),
})

/** What the journal holds, one a line. */
const Entry = z.discriminatedUnion('entry', [
  /** A numbering begins, or goes on after what was acknowledged; the events before are over. */
  z.object({ entry: z.literal('epoch'), epoch: Epoch, ackedUpTo: z.int().nonnegative() }),
  z.object({ entry: z.literal('event'), event: PanelEvent }),
  z.object({ entry: z.literal('ack'), epoch: Epoch, upTo: z.int().nonnegative() }),
  z.object({ entry: z.literal('command'), command: RememberedCommand }),
  z.object({ entry: z.literal('reported'), commandIds: z.array(z.string()) }),
  z.object({ entry: z.literal('pulses'), accessPointId: WireAccessPointId, pulses: z.int().nonnegative() }),
  z.object({
    entry: z.literal('decisions'),
    enabledUntil: z.record(z.string(), z.number()),
    privacy: z.array(WireAccessPointId).optional(),
    attempts: z.record(z.string(), z.object({ failed: z.number(), blockedAt: z.number().optional() })).optional(),
    waiting: z.record(z.string(), WaitingPerson).optional(),
  }),
  /** People passed the borders of areas. */
  z.object({ entry: z.literal('passages'), passages: z.array(AreaPassage) }),
  /** What was before is forgotten: of one person in an area, or of everybody. */
  z.object({ entry: z.literal('area-reset'), areaId: AreaId, before: z.number(), userId: UserId.optional() }),
  /** Who was last where in all areas. */
  z.object({ entry: z.literal('areas'), areas: z.record(z.string(), z.record(z.string(), LastPassage)) }),
])
type Entry = z.infer<typeof Entry>

const decisionsEntry = ({ enabledUntil, privacy, attempts, waiting }: DecisionMemory): Entry => ({
  entry: 'decisions',
  enabledUntil,
  ...(privacy ? { privacy: [...privacy] } : {}),
  ...(attempts ? { attempts } : {}),
  ...(waiting ? { waiting } : {}),
})

const decisionsOf = ({ entry: _entry, ...decisions }: Extract<Entry, { entry: 'decisions' }>): DecisionMemory => decisions

type ResetEntry = Extract<Entry, { entry: 'area-reset' }>
const resetKey = ({ areaId, userId }: ResetEntry): string => `${areaId} ${userId ?? 'everybody'}`

const compactAfterLines = 2_000

/** What a panel remembers over a reboot besides its key and its rules: unacknowledged events, commands, pulses of each door. */
export type Memory = Awaited<ReturnType<typeof openMemory>>

/** Reads the journal at `path`, or begins one with a fresh epoch. `limit`: how many events the buffer holds. */
export const openMemory = async (path: string, newUuid: () => string, limit: number = bufferLimit) => {
  let epoch: string | undefined
  let buffer = createBuffer(limit)
  const commands = createCommandMemory()
  const pulses = new Map<AccessPointId, number>()
  let areas = areaStates()
  let decisions: DecisionMemory = { ...emptyMemory, areas }
  /** The last reset that was taken, by area and person. */
  const resetsTaken = new Map<string, ResetEntry>()
  let isCompacting = false

  const pulsesOf = (accessPointId: AccessPointId) => pulses.get(accessPointId) ?? 0

  const apply = (entry: Entry) => {
    switch (entry.entry) {
      case 'epoch':
        epoch = entry.epoch
        buffer = createBuffer(limit)
        return buffer.resume(entry.ackedUpTo)
      case 'event':
        return buffer.add(entry.event)
      case 'ack':
        return entry.epoch === epoch && buffer.ack(entry.upTo)
      case 'command':
        return commands.put(entry.command)
      case 'reported':
        return commands.markReported(entry.commandIds)
      case 'pulses':
        return pulses.set(entry.accessPointId, Math.max(pulsesOf(entry.accessPointId), entry.pulses))
      case 'decisions':
        decisions = { ...decisionsOf(entry), areas }
        return
      case 'passages':
        for (const { areaId, direction, at, userIds } of entry.passages)
          for (const userId of userIds) areas.pass(areaId, userId, { direction, at })
        return
      case 'area-reset':
        resetsTaken.set(resetKey(entry), entry)
        return areas.clear(entry.areaId, entry.before, entry.userId)
      case 'areas':
        areas = areaStates(entry.areas)
        decisions = { ...decisions, areas }
    }
  }

  const journal = await openJournal(path, (line) => {
    const parsed = Entry.safeParse(line)
    if (parsed.success) apply(parsed.data)
  })

  const everything = (): Entry[] => [
    { entry: 'epoch', epoch: epoch ?? '', ackedUpTo: buffer.ackedUpTo() },
    ...buffer.all().map((event): Entry => ({ entry: 'event', event })),
    ...commands.all().map((command): Entry => ({ entry: 'command', command })),
    ...[...pulses].map(([accessPointId, count]): Entry => ({ entry: 'pulses', accessPointId, pulses: count })),
    decisionsEntry(decisions),
    // the passages come after the resets: some may be of a clock that was behind
    ...resetsTaken.values(),
    { entry: 'areas', areas: areas.toJSON() },
  ]

  /** First the disk, then what the panel goes by: what is lost in a power cut was never relied on. */
  const keep = async (entries: readonly Entry[]) => {
    await journal.append(entries, () => {
      for (const entry of entries) apply(entry)
    })
    const needed = buffer.size() + commands.all().length + pulses.size
    if (!isCompacting && journal.lines() > compactAfterLines + 2 * needed) void compact()
  }

  // What it replaces is on the disk already: when this fails the journal is merely longer than it need be.
  const compact = async () => {
    isCompacting = true
    await journal.rewrite(everything).catch(() => undefined)
    isCompacting = false
  }

  if (epoch === undefined) await keep([{ entry: 'epoch', epoch: newUuid(), ackedUpTo: 0 }])

  return {
    epoch: () => epoch ?? '',
    buffer: () => buffer,
    commands,
    pulsesOf,
    decisions: () => decisions,
    /** Their sequences must be the next ones of the buffer. Resolves when they cannot be lost any more. */
    keepEvents: (events: readonly PanelEvent[]) => keep(events.map((event): Entry => ({ entry: 'event', event }))),
    keepCommand: (command: RememberedCommand) => keep([{ entry: 'command', command }]),
    /** At once here, and on the disk soon: if this is lost, the results are reported again, which changes nothing. */
    keepReported(commandIds: string[]) {
      commands.markReported(commandIds)
      return keep([{ entry: 'reported', commandIds }])
    },
    /** The events of a decision and what it leaves behind for later ones: all of it is kept, or nothing. */
    keepDecision(events: readonly PanelEvent[], decision: Decision | undefined) {
      const { passages, ...others } = decision ?? { decision: 'denied', reason: 'no_permission', trace: [] }
      const after = remember(decisions, others)
      return keep([
        ...events.map((event): Entry => ({ entry: 'event', event })),
        ...(after === decisions ? [] : [decisionsEntry(after)]),
        ...(passages ? [{ entry: 'passages' as const, passages }] : []),
      ])
    },
    /** Forgets who was where in areas, as resets say that were not taken yet: those that are later than the last one of the area and person. */
    takeResets(resets: readonly { areaId: AreaId; userId?: UserId | undefined; at: Instant }[]) {
      const entries = resets.map(
        ({ areaId, userId, at }): ResetEntry => ({ entry: 'area-reset', areaId, userId, before: at + 1 }),
      )
      const later = entries.filter((entry) => entry.before > (resetsTaken.get(resetKey(entry))?.before ?? 0))
      return later.length === 0 ? Promise.resolve() : keep(later)
    },
    /** The panel has another tenant, whose areas are others. */
    wipeAreas: () => keep([{ entry: 'areas', areas: {} }]),
    /** What decisions leave behind for later ones. */
    keepDecisions: (memory: DecisionMemory) => keep([decisionsEntry(memory)]),
    /** Counts a pulse, which has happened: at once here, and on the disk before whatever is kept after it. */
    keepPulse(accessPointId: AccessPointId) {
      const count = pulsesOf(accessPointId) + 1
      pulses.set(accessPointId, count)
      return keep([{ entry: 'pulses', accessPointId, pulses: count }])
    },
    /** The buffer must have taken the acknowledgement already. If this is lost, the events are sent again, which adds nothing. */
    keepAck: (upTo: number) => keep([{ entry: 'ack', epoch: epoch ?? '', upTo }]),
    /** The events are gone, and numbering starts again under another epoch. */
    wipeEvents: () => keep([{ entry: 'epoch', epoch: newUuid(), ackedUpTo: 0 }]),
    close: () => journal.close(),
  }
}
