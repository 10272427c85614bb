import type { DynamoDBBatchResponse } from 'aws-lambda'
import type { Queue } from '../../shared/adapters/queue.ts'
import { panelsToSettle, settledEntities } from '../../shared/domain/access/emergencies/panels-to-settle.ts'
import { AffectedPanels, affectedPanels, compiledEntities } from '../../shared/domain/devices/panels/affected.ts'
import { BatchJob } from '../../shared/domain/people/batch-jobs/entity.ts'
import { renamedBy } from '../../shared/domain/places/name-copies/renamed.ts'
import { asciiJson } from '../../shared/lib/ascii-json.ts'
import type { Clock } from '../../shared/lib/clock.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import { storedEvent } from '../../shared/storage/record/events.ts'
import { type StreamRecord, streamedChange } from '../../shared/storage/table/streamed-change.ts'
import {
  configWork,
  type EmergencyChange,
  eventBatches,
  jobWork,
  type NameChange,
  type NewEvent,
  type NewJob,
  nameCopies,
  type PanelChange,
  postureWork,
  type Routed,
} from './route.ts'

export type RouterDeps = {
  events: Queue
  /** Panels that an emergency concerns; nothing of the batch is sent before them. */
  postureWork: Queue
  /** Panels that may have lost access to something; they do not wait for other panels. */
  configUrgent: Queue
  configWork: Queue
  /** Sites and groups whose names others keep copies of. */
  nameCopies: Queue
  /** Jobs that were stored and are to run. */
  jobs: Queue
  /** Where the place of a record is kept that can never be handed on. */
  failures: Queue
  now: Clock
}

/** A record that can never be handed on, and why. */
type BadRecord = { sequence: string; why: unknown }

/**
 * Hands the changes of a batch on to the queues of those that they concern, emergencies first, then revocations. A record that cannot be read, or
 * whose message a queue will never take, goes to the failures queue by its sequence number and holds nobody else. What a queue
 * did not take this time is named, so that the stream brings it again; the consumers do the same work twice without harm.
 */
export const routeChanges = async (deps: RouterDeps, records: readonly StreamRecord[]): Promise<DynamoDBBatchResponse> => {
  const { events, changes, emergencies, names, jobs, bad } = read(records)
  const work = configWork(changes, deps.now())
  const sent = [
    await sendAll(deps.postureWork, postureWork(emergencies)),
    await sendAll(
      deps.configUrgent,
      work.filter(({ message }) => message.revokes),
    ),
    ...(await Promise.all([
      sendAll(deps.events, eventBatches(events)),
      sendAll(
        deps.configWork,
        work.filter(({ message }) => !message.revokes),
      ),
      sendAll(deps.nameCopies, nameCopies(names)),
      sendAll(deps.jobs, jobWork(jobs)),
    ])),
  ]
  bad.push(...sent.flatMap(({ never }) => never))
  const again = new Set([...sent.flatMap((each) => each.again), ...(await reportBad(deps, bad, records))])
  log(again.size + bad.length > 0 ? 'warn' : 'info', 'changes were routed', {
    records: records.length,
    events: events.length,
    configWork: work.length,
    emergencies: emergencies.length,
    names: names.length,
    jobs: jobs.length,
    again: again.size,
    bad: bad.length,
  })
  return { batchItemFailures: [...again].map((itemIdentifier) => ({ itemIdentifier })) }
}

const sequenceOf = ({ dynamodb }: StreamRecord): string => dynamodb?.SequenceNumber ?? ''

/** What a batch says: new events, changes that concern panels' rules or modes, changed names, new jobs, and bad records. */
const read = (records: readonly StreamRecord[]) => {
  const events: NewEvent[] = []
  const changes: PanelChange[] = []
  const emergencies: EmergencyChange[] = []
  const names: NameChange[] = []
  const jobs: NewJob[] = []
  const bad: BadRecord[] = []
  for (const record of records) {
    try {
      const streamed = streamedChange(record)
      if (!streamed) continue
      const { sequence, accountId, change } = streamed
      const { before, after } = change
      const entity = String((after ?? before)?.entity)
      const panels = settledEntities.includes(entity) ? panelsToSettle(change) : undefined
      if (panels) emergencies.push({ sequence, accountId, panels })
      if (entity === 'event' && after && !before) {
        storedEvent(after)
        events.push({ sequence, accountId, item: after })
      } else if (entity === 'batch-job' && after && !before) {
        jobs.push({ sequence, accountId, jobId: BatchJob.parse(after).id })
      } else if (compiledEntities.includes(entity)) {
        changes.push({ sequence, accountId, entity, affected: AffectedPanels.parse(affectedPanels(change)) })
        const renamed = renamedBy(change)
        if (renamed) names.push({ sequence, accountId, renamed })
      }
    } catch (thrown) {
      bad.push({ sequence: sequenceOf(record), why: thrown })
    }
  }
  return { events, changes, emergencies, names, jobs, bad }
}

const sendAll = async (queue: Queue, routed: readonly Routed<unknown>[]): Promise<{ again: string[]; never: BadRecord[] }> => {
  const messages = routed.map(({ message, sequences }) => ({
    group: String(message.accountId),
    body: asciiJson(message),
    sequences,
  }))
  const again: string[] = []
  const never: BadRecord[] = []
  for (const { message, permanent } of await queue.send(messages)) {
    if (!permanent) again.push(...message.sequences)
    else for (const sequence of message.sequences) never.push({ sequence, why: new Error('A queue does not take its message') })
  }
  return { again, never }
}

/** Sends the places of bad records to the failures queue; gives back the sequence numbers of those that it did not take. */
const reportBad = async (
  { failures }: RouterDeps,
  bad: readonly BadRecord[],
  records: readonly StreamRecord[],
): Promise<string[]> => {
  if (bad.length === 0) return []
  const keys = new Map(records.map((record) => [sequenceOf(record), record.dynamodb?.Keys]))
  const messages = bad.map(({ sequence, why }) => {
    const described = describeError(why)
    log('error', 'a record of the stream cannot be handed on', { sequence, ...described })
    return { group: 'failures', sequence, body: asciiJson({ sequence, keys: keys.get(sequence), ...described }) }
  })
  return (await failures.send(messages)).map(({ message }) => message.sequence)
}
