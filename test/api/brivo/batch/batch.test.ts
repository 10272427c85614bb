import { describe, expect, it } from 'vitest'
import { createDoorSet } from '../../../../shared/domain/places/door-sets/create.ts'
import { assistant, somebody, stranger } from '../../../support/api.ts'
import { jobRunner, people, withBatches } from '../../../support/batch-jobs.ts'
import { peter } from '../../../support/user-bodies.ts'

const uuid = expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
const summary = {
  jobId: uuid,
  status: 'PENDING',
  total: 2,
  succeeded: 0,
  failed: 0,
  created: '2026-03-02T12:00:00Z',
  updated: '2026-03-02T12:00:00Z',
  expires: '2026-03-09T12:00:00Z',
}

describe('POST /users/batch', () => {
  it('answers a job that is pending, and creates nobody yet', async () => {
    const { call, job } = await withBatches()
    const { status, json } = await call('POST', '/users/batch', { body: { users: people(2) } })
    expect([status, json]).toEqual([200, summary])
    expect(await job(json.jobId)).toEqual({
      ...summary,
      data: [
        { row: 1, status: 'PENDING' },
        { row: 2, status: 'PENDING' },
      ],
      offset: 0,
      pageSize: 100,
      count: 2,
    })
    expect((await call('GET', '/users')).json.count).toBe(0)
  })

  it('creates users as the single call does', async () => {
    const api = await withBatches()
    const runner = jobRunner(api)
    const jobId = await api.start([peter])
    expect(await runner.workOff()).toBe(1)
    const { data, ...rest } = await api.job(jobId)
    expect(rest).toMatchObject({ status: 'FINISHED', total: 1, succeeded: 1, failed: 0 })
    const { json: created } = await api.call('GET', `/users/${data[0].userId}`)
    expect(data).toEqual([{ row: 1, status: 'CREATED', userId: created.id }])
    await api.call('DELETE', `/users/${created.id}`)
    const { json: single } = await api.call('POST', '/users', { body: peter })
    expect(created).toEqual({ ...single, id: created.id })
    const [event, ofSingle] = api.table.items().filter(({ type }) => type === 'user.created')
    expect(event).toMatchObject({ actor: { id: api.as.administratorId }, subject: { id: created.id } })
    expect(event?.facts).toEqual(ofSingle?.facts)
    expect(event?.actor).toEqual(ofSingle?.actor)
  })

  it('says of each row that is no user what is wrong, and creates the others', async () => {
    const api = await withBatches()
    const runner = jobRunner(api)
    const [ann, bea] = people(2)
    const long = 'x'.repeat(101)
    const wrong = [
      5,
      null,
      { firstName: 'No last name' },
      { ...ann, pin: '12' },
      { ...ann, firstName: 'A\u0000b' },
      { ...ann, firstName: long },
      { ...ann, externalId: '😀'.repeat(101) },
      { ...ann, emails: [{ address: 'nowhere' }] },
      { ...ann, effectiveFrom: 'soon' },
      { ...ann, customFields: [{ id: 'x', value: '1' }] },
    ]
    const jobId = await api.start([ann, ...wrong, bea])
    const before = await api.job(jobId)
    expect(before).toMatchObject({ status: 'PENDING', total: 12, succeeded: 0, failed: 10 })
    await runner.workOff()
    const { data, ...rest } = await api.job(jobId)
    expect(rest).toMatchObject({ status: 'FINISHED', total: 12, succeeded: 2, failed: 10 })
    expect(data.map(({ status }: { status: string }) => status)).toEqual(['CREATED', ...wrong.map(() => 'FAILED'), 'CREATED'])
    for (const [index, body] of wrong.entries()) {
      const { error } = data[index + 1]
      const single = await api.call('POST', '/users', { body: body as object })
      expect(single.status).toBe(400)
      if (error.field) expect(error.message).toBe(single.json.message)
    }
    expect(data.slice(1, -1).map(({ error }: { error: { field?: string } }) => error.field)).toEqual([
      undefined,
      undefined,
      'lastName',
      'pin',
      'firstName',
      'firstName',
      'externalId',
      'emails.0.address',
      'effectiveFrom',
      'customFields.0.id',
    ])
  })

  it('fails rows whose PIN is beside another while a silent alarm is raised by such ones', async () => {
    const api = await withBatches()
    const alarm = { name: 'Vault', exclusive: false, silentAlarm: true as const, doors: [] }
    expect((await createDoorSet(api.deps, api.as, alarm)).ok).toBe(true)
    const named = { firstName: 'A', lastName: 'B' }
    expect((await api.call('POST', '/users', { body: { ...named, pin: '5000' } })).status).toBe(200)
    const runner = jobRunner(api)
    const jobId = await api.start([
      { ...named, pin: '6000' },
      { ...named, pin: '5001' },
    ])
    await runner.workOff()
    const { data } = await api.job(jobId)
    expect(data.map(({ status }: { status: string }) => status)).toEqual(['CREATED', 'FAILED'])
    expect(data[1].error).toMatchObject({ field: 'pin', message: expect.stringContaining('silent alarm') })
  })

  it('takes up to 1,000 users, and says so of more or none', async () => {
    const { call } = await withBatches()
    expect((await call('POST', '/users/batch', { body: { users: people(1_000) } })).json.total).toBe(1_000)
    for (const users of [people(1_001), []]) {
      const { status, json } = await call('POST', '/users/batch', { body: { users } })
      expect([status, json.message]).toEqual([400, "Invalid value for 'users': expected 1 to 1000 users"])
    }
  })

  it.each([[{}], [{ users: null }], [{ users: 'x' }], [{ users: {} }], [[]], [[{ firstName: 'A', lastName: 'B' }]], ['x']])(
    'refuses the body %j',
    async (body) => {
      const { call, table } = await withBatches()
      const before = table.items()
      expect((await call('POST', '/users/batch', { body })).status).toBe(400)
      expect(table.items()).toEqual(before)
    },
  )

  it('is for who may edit users', async () => {
    const { call, as } = await withBatches()
    const body = { users: people(1) }
    const of = (type: 'CSR' | 'ASSISTANT') => somebody({ accountId: as.accountId, type })
    expect((await call('POST', '/users/batch', { body, as: of('CSR') })).status).toBe(403)
    const started = await call('POST', '/users/batch', { body, as: of('ASSISTANT') })
    expect(started.status).toBe(200)
    expect((await call('GET', `/batch/${started.json.jobId}`, { as: of('CSR') })).status).toBe(200)
    expect((await call('GET', `/batch/${started.json.jobId.toUpperCase()}`, { as: of('CSR') })).status).toBe(200)
  })

  it('with an Idempotency-Key starts one job, however often it is sent', async () => {
    const { call } = await withBatches()
    const send = () => call('POST', '/users/batch', { body: { users: people(1) }, headers: { 'Idempotency-Key': 'one' } })
    const [first, again] = [await send(), await send()]
    expect(again.json).toEqual(first.json)
    expect(again.headers.get('Idempotent-Replayed')).toBe('true')
  })
})

describe('GET /batch/{jobId}', () => {
  it('has pages of rows', async () => {
    const api = await withBatches()
    const jobId = await api.start(people(45))
    const page = await api.job(jobId, '?offset=40&pageSize=20')
    expect(page).toMatchObject({ offset: 40, pageSize: 20, count: 45 })
    expect(page.data.map(({ row }: { row: number }) => row)).toEqual([41, 42, 43, 44, 45])
    expect((await api.job(jobId, '?offset=45')).data).toEqual([])
    expect((await api.job(jobId, '')).data).toHaveLength(20)
  })

  it('has the rows of a status alone, in any case, with their count', async () => {
    const api = await withBatches()
    const jobId = await api.start([...people(3), { firstName: 'Wrong' }])
    const failed = await api.job(jobId, '?filter=status__eq:failed')
    expect(failed).toMatchObject({ count: 1, data: [{ row: 4, status: 'FAILED' }] })
    expect(await api.job(jobId, '?filter=status__eq:PENDING&offset=1&pageSize=1')).toMatchObject({ count: 3, data: [{ row: 2 }] })
    expect((await api.job(jobId, '?filter=status__eq:CREATED,SKIPPED')).count).toBe(0)
  })

  it.each(['status__eq:gone', 'row__eq:1', 'status__gt:FAILED', 'status'])('refuses the filter %s', async (filter) => {
    const api = await withBatches()
    const { status } = await api.call('GET', `/batch/${await api.start(people(1))}?filter=${filter}`)
    expect(status).toBe(400)
  })

  it('answers another account as for an id that never was', async () => {
    const api = await withBatches()
    const jobId = await api.start(people(1))
    const missing = await api.call('GET', '/batch/00000000-0000-4000-8000-00000000dead')
    expect([missing.status, missing.json]).toEqual([404, { message: 'Batch job not found', code: 404 }])
    expect((await api.call('GET', `/batch/${jobId}`, { as: stranger() })).json).toEqual(missing.json)
    expect((await api.call('GET', '/batch/1')).status).toBe(400)
  })

  it('forgets a job and what was asked for after seven days', async () => {
    const api = await withBatches()
    const jobId = await api.start(people(1))
    api.clock.now += 7 * 86_400_000
    expect((await api.call('GET', `/batch/${jobId}`)).status).toBe(404)
    const kept = api.table.items().filter(({ pk }) => pk.includes('#batch-job#'))
    expect(kept.map(({ ttl }) => ttl)).toEqual([api.clock.now / 1000, api.clock.now / 1000])
  })

  it('is for who may see users', async () => {
    const api = await withBatches()
    const jobId = await api.start(people(1))
    const holder = { kind: 'cardHolder', accountId: api.as.accountId, userId: 5, name: 'C', grants: [] } as never
    expect((await api.call('GET', `/batch/${jobId}`, { as: holder })).status).toBe(403)
    expect((await api.call('GET', `/batch/${jobId}`, { as: { ...assistant(), accountId: api.as.accountId } })).status).toBe(200)
  })
})
