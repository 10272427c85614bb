import { marshall } from '@aws-sdk/util-dynamodb'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type RouterDeps, routeChanges } from '../../functions/change-router/route-changes.ts'
import { AccountId } from '../../shared/lib/ids.ts'
import { eventItem } from '../../shared/storage/record/event-writes.ts'
import { EventBatch } from '../../shared/storage/record/events.ts'
import type { StreamRecord } from '../../shared/storage/table/streamed-change.ts'
import { keepingQueue } from '../support/queues.ts'
import { accessEvent, noon } from '../support/sender.ts'

type Attributes = Record<string, unknown>

const record = (sequence: number, account: number, images: { before?: Attributes; after?: Attributes }): StreamRecord => ({
  dynamodb: {
    SequenceNumber: String(sequence),
    Keys: { pk: { S: `A#${account}#x` }, sk: { S: String(sequence) } },
    ...(images.before ? { OldImage: marshall(images.before, { removeUndefinedValues: true }) } : {}),
    ...(images.after ? { NewImage: marshall(images.after, { removeUndefinedValues: true }) } : {}),
  },
})
const uuidOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`
const eventRecord = (sequence: number, account = 1, name = 'Ann') => {
  const actor = { id: 31, name, kind: 'user' } as const
  return record(sequence, account, { after: eventItem(AccountId.parse(account), accessEvent({ uuid: uuidOf(sequence), actor })) })
}

const router = (change: Partial<Record<keyof RouterDeps, ReturnType<typeof keepingQueue>>> = {}) => {
  const kept = {
    events: keepingQueue(),
    postureWork: keepingQueue(),
    configUrgent: keepingQueue(),
    configWork: keepingQueue(),
    nameCopies: keepingQueue(),
    jobs: keepingQueue(),
    failures: keepingQueue(),
    ...change,
  }
  const deps: RouterDeps = {
    events: kept.events.queue,
    postureWork: kept.postureWork.queue,
    configUrgent: kept.configUrgent.queue,
    configWork: kept.configWork.queue,
    nameCopies: kept.nameCopies.queue,
    jobs: kept.jobs.queue,
    failures: kept.failures.queue,
    now: () => noon,
  }
  return { kept, route: (records: readonly StreamRecord[]) => routeChanges(deps, records) }
}

describe('new events', () => {
  it('go ten of one account in a message', async () => {
    const { kept, route } = router()
    const records = Array.from({ length: 30 }, (_, index) => eventRecord(index, index < 25 ? 1 : 2))
    expect(await route(records)).toEqual({ batchItemFailures: [] })
    const batches = kept.events.sent.map((body) => EventBatch.parse(body))
    expect(batches.map(({ accountId, events }) => [accountId, events.length])).toEqual([
      [1, 10],
      [1, 10],
      [1, 5],
      [2, 5],
    ])
  })

  it('go fewer in a message when they are large', async () => {
    const { kept, route } = router()
    const large = (sequence: number) => eventRecord(sequence, 1, 'x'.repeat(90_000))
    await route([large(1), large(2), large(3), large(4)])
    expect(kept.events.sent.map((body) => EventBatch.parse(body).events.length)).toEqual([2, 2])
  })

  it('keep a name with a character outside the BMP', async () => {
    const { kept, route } = router()
    await route([eventRecord(1, 1, '𠮷😀')])
    expect(kept.events.sent).toMatchObject([{ events: [{ actor: { name: '𠮷😀' } }] }])
  })
})

describe('changes that concern panels', () => {
  it('say each panel once, however many changes concern it, and revocations apart', async () => {
    const { kept, route } = router()
    const rule = { entity: 'rule', panelId: 7, scheduleId: 1 }
    const door = { entity: 'access-point', name: 'D', panelId: 8, siteId: 1 }
    await route([
      record(1, 1, { after: rule }),
      record(2, 1, { before: rule }),
      record(3, 1, { after: door }),
      record(4, 1, { before: door, after: { ...door, name: 'E' } }),
    ])
    const common = { kind: 'panel', accountId: 1, knownAt: noon }
    expect(kept.configUrgent.sent).toEqual([{ ...common, panelId: 7, revokes: true, reasons: ['rule'] }])
    expect(kept.configWork.sent).toEqual([{ ...common, panelId: 8, revokes: false, reasons: ['access-point'] }])
  })

  it('cost one message of an account when they concern thousands of panels', async () => {
    const { kept, route } = router()
    const holidays = Array.from({ length: 100 }, (_, index) =>
      record(index, 1, { after: { entity: 'holiday', id: index, name: 'H', start: 'a', end: 'b' } }),
    )
    await route(holidays)
    expect(kept.configUrgent.sent).toMatchObject([{ kind: 'find', everyPanel: true, reasons: ['holiday'] }])
    expect(kept.configWork.sent).toEqual([])
  })

  it('name every panel, group and person concerned, in any batch', async () => {
    const id = fc.integer({ min: 1, max: 9 })
    const change = fc.oneof(
      fc.record({ entity: fc.constant('rule'), panelId: id, scheduleId: id }),
      fc.record({ entity: fc.constant('user'), id, suspended: fc.boolean(), groupIds: fc.array(id) }),
      fc.record({ entity: fc.constant('credential'), encoded: fc.string(), userId: id }),
      fc.record({ entity: fc.constant('group'), id }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), change, fc.boolean())), async (changes) => {
        const { kept, route } = router()
        await route(
          changes.map(([account, item, removed], index) => record(index, account, removed ? { before: item } : { after: item })),
        )
        const said = [...kept.configUrgent.sent, ...kept.configWork.sent].map((body) => JSON.parse(JSON.stringify(body)))
        for (const [account, item] of changes) {
          const ofAccount = said.filter(({ accountId }) => accountId === account)
          if ('panelId' in item) expect(ofAccount.map(({ panelId }) => panelId)).toContain(item.panelId)
          if ('userId' in item) expect(ofAccount.map(({ userId }) => userId)).toContain(item.userId)
          if ('groupIds' in item)
            expect(ofAccount.find(({ userId }) => userId === item.id).groupIds).toEqual(expect.arrayContaining(item.groupIds))
        }
      }),
    )
  })
})

describe('names that others keep copies of', () => {
  const site = { entity: 'site', id: 5, siteName: 'Office', timeZone: 'UTC' }
  const group = { entity: 'group', id: 6, name: 'Staff' }

  it('are said once for each site and group that was renamed, without the name', async () => {
    const { kept, route } = router()
    await route([
      record(1, 1, { before: site, after: { ...site, siteName: 'Mill' } }),
      record(2, 1, { before: { ...site, siteName: 'Mill' }, after: { ...site, siteName: 'Lab' } }),
      record(3, 2, { before: group, after: { ...group, name: 'People' } }),
    ])
    expect(kept.nameCopies.sent).toEqual([
      { accountId: 1, kind: 'site', id: 5 },
      { accountId: 2, kind: 'group', id: 6 },
    ])
  })

  it('are not said of what was added, deleted or changed otherwise', async () => {
    const { kept, route } = router()
    const user = { entity: 'user', name: 'Ann', suspended: false, groupIds: [] }
    await route([
      record(1, 1, { after: site }),
      record(2, 1, { before: group }),
      record(3, 1, { before: site, after: { ...site, timeZone: 'Europe/Berlin' } }),
      record(4, 1, { before: user, after: { ...user, name: 'Bea' } }),
    ])
    expect(kept.nameCopies.sent).toEqual([])
  })

  it('come again when their queue did not take them', async () => {
    const { route } = router({ nameCopies: keepingQueue(() => true) })
    const { batchItemFailures } = await route([
      record(1, 1, { before: group, after: { ...group, name: 'People' } }),
      record(2, 1, { before: { ...group, name: 'People' }, after: { ...group, name: 'All' } }),
    ])
    expect(batchItemFailures).toEqual([{ itemIdentifier: '1' }, { itemIdentifier: '2' }])
  })
})

describe('jobs', () => {
  const id = uuidOf(7)
  const startedBy = { kind: 'administrator', administratorId: 11, clientId: 'c' }
  const counts = { total: 2, refused: 0, succeeded: 0, failed: 0 }
  const job = { entity: 'batch-job', id, startedBy, ...counts, createdAt: 0, updatedAt: 0, expiresAt: 1 }

  it('are said once they are stored, and not when they change or are over', async () => {
    const { kept, route } = router()
    const other = { ...job, id: uuidOf(8) }
    await route([
      record(1, 1, { after: job }),
      record(2, 2, { after: other }),
      record(3, 1, { before: job, after: { ...job, succeeded: 1 } }),
      record(4, 1, { before: job }),
    ])
    expect(kept.jobs.sent).toEqual([
      { accountId: 1, jobId: id, after: 0 },
      { accountId: 2, jobId: other.id, after: 0 },
    ])
  })

  it('come again when their queue did not take them', async () => {
    const { route } = router({ jobs: keepingQueue(() => true) })
    expect(await route([record(1, 1, { after: job })])).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] })
  })
})

describe('a record that cannot be handed on', () => {
  it('goes to the failures queue by its sequence number, and holds nobody else', async () => {
    const { kept, route } = router()
    const badEvent = record(2, 1, { after: { entity: 'event', accountId: 1 } })
    const badUser = record(3, 1, { after: { entity: 'user', id: 3, suspended: false, groupIds: ['none'] } })
    const user = record(4, 1, { after: { entity: 'user', id: 4, suspended: false, groupIds: [5] } })
    expect(await route([eventRecord(1), badEvent, badUser, user])).toEqual({ batchItemFailures: [] })
    expect(kept.failures.sent).toMatchObject([
      { sequence: '2', keys: { pk: { S: 'A#1#x' } } },
      { sequence: '3', keys: { pk: { S: 'A#1#x' } } },
    ])
    expect(kept.events.sent).toMatchObject([{ events: [{ uuid: uuidOf(1) }] }])
    expect(kept.configWork.sent).toMatchObject([{ kind: 'person', userId: 4, groupIds: [5] }])
  })

  it('is one whose message its queue will never take', async () => {
    const { kept, route } = router({ events: keepingQueue(() => true, true) })
    expect(await route([eventRecord(1)])).toEqual({ batchItemFailures: [] })
    expect(kept.failures.sent).toMatchObject([{ sequence: '1' }])
  })

  it('comes again when the failures queue does not take it', async () => {
    const { route } = router({ failures: keepingQueue(() => true) })
    const bad = record(2, 1, { after: { entity: 'event', accountId: 1 } })
    expect(await route([eventRecord(1), bad])).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] })
  })
})

it('a message that its queue did not take comes again with all its records, and no other', async () => {
  const { kept, route } = router({ events: keepingQueue((body) => EventBatch.parse(body).accountId === 2) })
  const rule = record(9, 1, { after: { entity: 'rule', panelId: 7, scheduleId: 1 } })
  const { batchItemFailures } = await route([eventRecord(1), eventRecord(2, 2), eventRecord(3, 2), rule])
  expect(batchItemFailures).toEqual([{ itemIdentifier: '2' }, { itemIdentifier: '3' }])
  expect(kept.events.sent).toHaveLength(1)
  expect(kept.configWork.sent).toHaveLength(1)
})
