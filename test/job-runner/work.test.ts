import { DynamoDBClient, ThrottlingException, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, describe, expect, it } from 'vitest'
import { maxAttempts } from '../../shared/lib/retry.ts'
import { dynamoTable } from '../../shared/storage/table/table.ts'
import type { Table, Write } from '../../shared/storage/table/types.ts'
import { jobRunner, people, withBatches } from '../support/batch-jobs.ts'
import { keepingQueue } from '../support/queues.ts'

type Api = Awaited<ReturnType<typeof withBatches>>
type Shown = { row: number; status: string; userId?: number; error?: { field?: string; message: string } }

const addsUser = (writes: readonly Write[]) => writes.some((write) => 'put' in write && write.put.entity === 'user')

/** The table, on which the user number `at` is stored by `store` instead. */
const faulty = (table: Table, at: number, store: (write: () => Promise<unknown>) => Promise<void>): Table => {
  let users = 0
  return {
    ...table,
    write: async (writes) => {
      if (addsUser(writes)) users += 1
      if (addsUser(writes) && users === at) await store(() => table.write(writes))
      return table.write(writes)
    },
  }
}

/** How many users there are, and that each is the outcome of one row. */
const usersOf = async ({ call, job }: Api, jobId: string): Promise<number> => {
  const { data } = await job(jobId, '?pageSize=100&filter=status__eq:CREATED')
  const { json } = await call('GET', '/users?pageSize=100')
  expect(json.data.map(({ id }: { id: number }) => id)).toEqual(data.map(({ userId }: Shown) => userId))
  return json.count
}
const statusesOf = ({ data }: { data: Shown[] }) => data.map(({ status }) => status)
const finished = (succeeded: number, failed = 0) => ({ status: 'FINISHED', succeeded, failed, total: succeeded + failed })

describe('a job', () => {
  it('goes on by a new message after each 100 rows, so that jobs of others come in between', async () => {
    const api = await withBatches()
    const runner = jobRunner(api)
    const jobId = await api.start(people(250))
    await runner.route()
    const [first, ...none] = runner.take()
    expect([first, none]).toEqual([{ accountId: api.as.accountId, jobId, after: 0 }, []])
    expect(await runner.run([first])).toEqual([])
    expect(runner.take()).toEqual([{ ...first, after: 100 }])
    expect(await api.job(jobId, '?offset=99&pageSize=2')).toMatchObject({
      status: 'RUNNING',
      succeeded: 100,
      data: [{ status: 'CREATED' }, { status: 'PENDING' }],
    })
    await runner.run([{ ...first, after: 100 }])
    await runner.run(runner.take())
    expect(runner.take()).toEqual([])
    expect(await api.job(jobId)).toMatchObject(finished(250))
    expect((await api.call('GET', '/users')).json.count).toBe(250)
  })

  it('goes on by a new message when a run takes long', async () => {
    const api = await withBatches()
    let ticks = 0
    const runner = jobRunner(api, api.table, { now: () => api.clock.now + 1_000 * ticks++ })
    const jobId = await api.start(people(50))
    await runner.route()
    await runner.run(runner.take())
    const { succeeded } = await api.job(jobId)
    expect(succeeded).toBeGreaterThan(0)
    expect(succeeded).toBeLessThan(50)
    expect(runner.take()).toEqual([{ accountId: api.as.accountId, jobId, after: succeeded }])
  })

  it('keeps nothing of what a row asked for once it is done', async () => {
    const api = await withBatches()
    const runner = jobRunner(api)
    await api.start(people(2, { pin: '87654' }))
    await runner.workOff()
    const kept = JSON.stringify(api.table.items().filter(({ pk }) => pk.includes('#batch-job#')))
    expect(kept).not.toMatch(/87654|Number 1/)
  })

  it('is updated when its last row is done', async () => {
    const api = await withBatches()
    const runner = jobRunner(api)
    const jobId = await api.start(people(1))
    api.clock.now += 60_000
    await runner.workOff()
    api.clock.now += 60_000
    expect((await api.job(jobId)).updated).toBe('2026-03-02T12:01:00Z')
  })

  it('all of whose rows are no users is finished at once, and runs to no effect', async () => {
    const api = await withBatches()
    const runner = jobRunner(api)
    const jobId = await api.start([{}, {}])
    expect(await api.job(jobId)).toMatchObject(finished(0, 2))
    expect(await runner.workOff()).toBe(1)
  })
})

describe('a row is done once', () => {
  it('when its message is delivered twice, one after the other', async () => {
    const api = await withBatches()
    const runner = jobRunner(api)
    const jobId = await api.start(people(5, { emails: [] }))
    await runner.route()
    const [message] = runner.take()
    await runner.run([message, message])
    expect(await usersOf(api, jobId)).toBe(5)
    const before = api.table.items()
    await runner.run([message])
    expect(api.table.items()).toEqual(before)
    expect(await api.job(jobId)).toMatchObject(finished(5))
  })

  it('when its message is delivered twice at once', async () => {
    const api = await withBatches()
    const runner = jobRunner(api)
    const jobId = await api.start(people(20).map((one, index) => ({ ...one, externalId: `E${index}` })))
    await runner.route()
    const [message] = runner.take()
    await Promise.all([runner.run([message]), runner.run([message]), runner.run([message])])
    expect(await usersOf(api, jobId)).toBe(20)
    expect(await api.job(jobId)).toMatchObject(finished(20))
    expect(api.table.items().filter(({ type }) => type === 'user.created')).toHaveLength(20)
  })

  it.each([
    ['before its user is stored', async () => {}],
    ['when its user is stored and the answer is lost', async (write: () => Promise<unknown>) => void (await write())],
  ])('when a run breaks off %s', async (_, store) => {
    const api = await withBatches()
    const through = faulty(api.table, 3, async (write) => {
      await store(write)
      throw new Error('the table is gone')
    })
    const runner = jobRunner(api, through)
    const jobId = await api.start(people(5))
    await runner.route()
    const messages = runner.take()
    expect(await runner.run(messages)).toEqual([0])
    expect((await api.job(jobId)).status).toBe('RUNNING')
    expect(await runner.run(messages)).toEqual([])
    expect(await usersOf(api, jobId)).toBe(5)
    expect(await api.job(jobId)).toMatchObject(finished(5))
  })

  it('when the table refuses writes for a moment: faults that no stand-in makes', async () => {
    const api = await withBatches()
    let current: Write[] = []
    const dynamo = dynamoTable(new DynamoDBClient({ region: 'us-east-1' }), 'table', async () => {})
    const through: Table = {
      ...api.table,
      write: async (writes) => {
        current = writes
        return dynamo.write(writes)
      },
    }
    const runner = jobRunner(api, through)
    const jobId = await api.start(people(2))
    await runner.route()
    const messages = runner.take()
    const fault = { message: 'not now', $metadata: {} }
    const slow = new ThrottlingException(fault)
    service.on(TransactWriteCommand).rejects(slow)
    expect(await runner.run(messages)).toEqual([0])
    expect(service.commandCalls(TransactWriteCommand)).toHaveLength(maxAttempts)
    service
      .on(TransactWriteCommand)
      .rejectsOnce(slow)
      .rejectsOnce(new TransactionCanceledException({ ...fault, CancellationReasons: [{ Code: 'ThrottlingError' }] }))
      .callsFake(async () => void (await api.table.write(current)))
    expect(await runner.run(messages)).toEqual([])
    expect(await usersOf(api, jobId)).toBe(2)
  })
  const service = mockClient(DynamoDBDocumentClient)
  afterAll(() => service.restore())
})

describe('a row that makes no user', () => {
  it('because of the account has the message of the single call, with its field, and the others are done', async () => {
    const api = await withBatches()
    const runner = jobRunner(api)
    const setting = `/accounts/${api.as.accountId}/settings/90003`
    expect((await api.call('PUT', setting, { body: { value: '6' } })).status).toBe(200)
    const person = { firstName: 'Ann', lastName: 'Other' }
    const wrong: [string, object][] = [
      ['pin', { ...person, pin: '12345' }],
      ['effectiveTo', { ...person, effectiveFrom: '2026-03-02', effectiveTo: '2026-03-01' }],
      ['customFields', { ...person, customFields: [{ id: 123, value: 'x' }] }],
    ]
    const jobId = await api.start([person, ...wrong.map(([, body]) => body), person])
    await runner.workOff()
    const { data, ...rest } = await api.job(jobId)
    expect(rest).toMatchObject(finished(2, 3))
    for (const [index, [field, body]] of wrong.entries()) {
      const { json } = await api.call('POST', '/users', { body })
      expect(data[index + 1]).toEqual({ row: index + 2, status: 'FAILED', error: { field, message: json.message } })
    }
  })

  it('since another row has its external id or PIN is the later one', async () => {
    const api = await withBatches()
    const runner = jobRunner(api)
    const [ann, bea] = people(2, { externalId: 'E 1' })
    const [cid, dan] = people(2, { pin: '4711' })
    const jobId = await api.start([ann, bea, cid, dan])
    await runner.workOff()
    const { data } = await api.job(jobId)
    expect(statusesOf({ data })).toEqual(['CREATED', 'FAILED', 'CREATED', 'FAILED'])
    expect([data[1].error, data[3].error]).toEqual([
      { field: 'externalId', message: "Invalid value 'E 1' for 'externalId': another user of the account has it" },
      { field: 'pin', message: "Invalid value for 'pin': another user of the account has it" },
    ])
  })

  it('because of a value of a custom field names the field that was meant, also when that is gone by then', async () => {
    const api = await withBatches()
    const runner = jobRunner(api)
    const { json } = await api.call('POST', '/custom-fields', { body: { fieldName: 'Number', fieldType: 'NUMBER' } })
    const jobId = await api.start(people(2, { customFields: [{ id: json.id, value: 'many' }] }))
    await runner.workOff()
    await api.call('DELETE', `/custom-fields/${json.id}`)
    const { data } = await api.job(jobId)
    expect(data[1].error).toEqual({
      field: 'customFields',
      message: `Invalid value 'many' for 'value' of custom field ${json.id} 'Number': expected a number`,
    })
  })

  it('has values of custom fields otherwise', async () => {
    const api = await withBatches()
    const runner = jobRunner(api)
    const { json } = await api.call('POST', '/custom-fields', { body: { fieldName: 'Desk', fieldType: 'TEXT' } })
    const jobId = await api.start(people(1, { customFields: [{ id: json.id, value: 'A 4' }] }))
    await runner.workOff()
    const { data } = await api.job(jobId)
    expect((await api.call('GET', `/users/${data[0].userId}`)).json.customFields).toMatchObject([{ id: json.id, value: 'A 4' }])
  })
})

describe('a message', () => {
  it('comes again when its queue does not take what is left', async () => {
    const api = await withBatches()
    const full = jobRunner(api, api.table, { jobs: keepingQueue(() => true).queue })
    const jobId = await api.start(people(101))
    await full.route()
    const messages = full.take()
    expect(await full.run(messages)).toEqual([0])
    await jobRunner(api).run([...messages, { ...messages[0], after: 100 }])
    expect(await api.job(jobId)).toMatchObject(finished(101))
  })

  it('that is none, or is of a job that is not there or is of another account, changes nothing', async () => {
    const api = await withBatches()
    const runner = jobRunner(api)
    const jobId = await api.start(people(1))
    const before = api.table.items()
    const missing = '00000000-0000-4000-8000-00000000dead'
    const { accountId } = api.as
    const messages = [{ jobId }, { accountId, jobId: missing, after: 0 }, { accountId: 987_654, jobId, after: 0 }]
    expect(await runner.run(messages)).toEqual([0])
    expect(api.table.items()).toEqual(before)
  })
})
