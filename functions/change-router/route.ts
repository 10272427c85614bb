import type { FanOutWork } from '../../shared/domain/access/emergencies/fan-out.ts'
import type { PanelsToSettle, PanelToSettle } from '../../shared/domain/access/emergencies/panels-to-settle.ts'
import { type AffectedPanels, findsPanels, joinSearches, noPanels } from '../../shared/domain/devices/panels/affected.ts'
import type { ConfigWork, PanelsToFind, PanelToCompile, PersonToChange } from '../../shared/domain/devices/panels/config-work.ts'
import type { BatchWork } from '../../shared/domain/people/batch-jobs/entity.ts'
import type { NameCopies, Renamed } from '../../shared/domain/places/name-copies/renamed.ts'
import { asciiJson } from '../../shared/lib/ascii-json.ts'
import type { Instant } from '../../shared/lib/clock.ts'
import type { AccountId } from '../../shared/lib/ids.ts'
import type { EventBatch } from '../../shared/storage/record/events.ts'

/** A message of an account, and the records of the stream that it stands for, by their sequence numbers. */
export type Routed<B> = { message: B & { accountId: AccountId }; sequences: Set<string> }

/** A new event as it is stored. */
export type NewEvent = { sequence: string; accountId: AccountId; item: Readonly<Record<string, unknown>> }

/** A change of an item of `entity` that concerns panels. */
export type PanelChange = { sequence: string; accountId: AccountId; entity: string; affected: AffectedPanels }

/** A change that may alter the modes of panels in an emergency. */
export type EmergencyChange = { sequence: string; accountId: AccountId; panels: NonNullable<PanelsToSettle> }

/** A site or a group that has another name. */
export type NameChange = { sequence: string; accountId: AccountId; renamed: Renamed }

/** A job that was stored. */
export type NewJob = { sequence: string; accountId: AccountId; jobId: string }

/** The most events in one message, and their bytes; a larger event is alone in its message. */
export const maxEvents = 10
export const maxBytes = 200_000

/** The events in messages of one account each, in their order. */
export const eventBatches = (events: readonly NewEvent[]): Routed<EventBatch>[] => {
  const open = new Map<AccountId, { routed: Routed<EventBatch>; bytes: number }>()
  const batches: Routed<EventBatch>[] = []
  for (const { accountId, sequence, item } of events) {
    const bytes = asciiJson(item).length
    const current = open.get(accountId)
    if (current && current.routed.message.events.length < maxEvents && current.bytes + bytes <= maxBytes) {
      current.routed.message.events.push(item)
      current.routed.sequences.add(sequence)
      current.bytes += bytes
    } else {
      const routed = { message: { accountId, events: [item] }, sequences: new Set([sequence]) }
      open.set(accountId, { routed, bytes })
      batches.push(routed)
    }
  }
  return batches
}

/**
 * What is to be done about panels' rules because of the changes, all of which were stored by `knownAt`: a message for each panel and each
 * person that is known, however many changes concern them, and for each account at most two that let panels be found: because of
 * revocations, and because of anything else. So its cost does not grow with the number of panels.
 */
export const configWork = (changes: readonly PanelChange[], knownAt: Instant): Routed<ConfigWork>[] => {
  const panels = new Map<string, Routed<PanelToCompile>>()
  const people = new Map<string, Routed<PersonToChange>>()
  const searches = new Map<string, Routed<PanelsToFind>>()
  for (const change of changes) {
    const { accountId, affected, entity } = change
    const { panelIds, people: persons, revokes, ...search } = affected
    const common = { accountId, revokes, reasons: [entity], knownAt }
    for (const panelId of panelIds) {
      const key = `${accountId} ${panelId}`
      const known = panels.get(key) ?? { message: { kind: 'panel', ...common, panelId }, sequences: new Set() }
      panels.set(key, merged(known, change, { revokes: known.message.revokes || revokes }))
    }
    for (const { userId, groupIds } of persons) {
      const key = `${accountId} ${userId}`
      const known = people.get(key) ?? { message: { kind: 'person', ...common, userId, groupIds }, sequences: new Set() }
      const allGroups = [...new Set([...known.message.groupIds, ...groupIds])]
      people.set(key, merged(known, change, { revokes: known.message.revokes || revokes, groupIds: allGroups }))
    }
    if (!findsPanels(search)) continue
    const key = `${accountId} ${revokes}`
    const known = searches.get(key) ?? { message: { kind: 'find', ...common, ...noPanels }, sequences: new Set() }
    searches.set(key, merged(known, change, joinSearches(known.message, search)))
  }
  return [...searches.values(), ...people.values(), ...panels.values()]
}

/** A message for each site and group that was renamed, however often. */
export const nameCopies = (names: readonly NameChange[]): Routed<NameCopies>[] => {
  const messages = new Map<string, Routed<NameCopies>>()
  for (const { accountId, renamed, sequence } of names) {
    const key = `${accountId} ${renamed.kind} ${renamed.id}`
    const known = messages.get(key) ?? { message: { accountId, ...renamed }, sequences: new Set() }
    known.sequences.add(sequence)
    messages.set(key, known)
  }
  return [...messages.values()]
}

/** A message for each job, from its first row. */
export const jobWork = (jobs: readonly NewJob[]): Routed<BatchWork>[] =>
  jobs.map(({ accountId, jobId, sequence }) => ({ message: { accountId, jobId, after: 0 }, sequences: new Set([sequence]) }))

/** A message for each panel whose modes may have changed, and for each fan-out. */
export const postureWork = (changes: readonly EmergencyChange[]): Routed<PanelToSettle | FanOutWork>[] => {
  const messages = new Map<string, Routed<PanelToSettle | FanOutWork>>()
  for (const { accountId, panels, sequence } of changes) {
    const message = { accountId, ...panels }
    const key = asciiJson(message)
    const known = messages.get(key) ?? { message, sequences: new Set() }
    known.sequences.add(sequence)
    messages.set(key, known)
  }
  return [...messages.values()]
}

const merged = <M extends ConfigWork>(
  { message, sequences }: Routed<M>,
  { entity, sequence }: PanelChange,
  change: Partial<M>,
): Routed<M> => ({
  message: { ...message, ...change, reasons: [...new Set([...message.reasons, entity])] },
  sequences: new Set([...sequences, sequence]),
})
