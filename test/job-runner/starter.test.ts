import { describe, expect, it } from 'vitest'
import { readAuthority } from '../../shared/domain/identity/administrators/authority.ts'
import type { AdministratorPrincipal, Principal } from '../../shared/domain/identity/principals/principal.ts'
import { assignmentsBody } from '../support/assignments.ts'
import { jobRunner, people, withBatches } from '../support/batch-jobs.ts'

/** An account, and Sue of it, a SENIOR who starts a job of 150 users of which 100 are created. */
const withRunningJob = async (startedBy: (sue: AdministratorPrincipal) => Principal = (sue) => sue) => {
  const api = await withBatches()
  const added = await api.add({ username: 'sue', type: 'SENIOR' })
  const sue = { ...added, clientId: api.as.clientId }
  const runner = jobRunner(api)
  const { json } = await api.call('POST', '/users/batch', { as: startedBy(sue), body: { users: people(150) } })
  await runner.route()
  await runner.run(runner.take())
  const goOn = async () => {
    await runner.run(runner.take())
    const { status, succeeded, message } = await api.job(json.jobId)
    return { status, succeeded, message }
  }
  return { ...api, sue, runner, jobId: json.jobId, goOn }
}
type Running = Awaited<ReturnType<typeof withRunningJob>>

const stopped = {
  status: 'STOPPED',
  succeeded: 100,
  message: 'The job was stopped: who started it may not create users any more',
}
const finished = { status: 'FINISHED', succeeded: 150, message: undefined }

describe('a job of an administrator', () => {
  it('goes on while they may create users', async () => {
    const { goOn } = await withRunningJob()
    expect(await goOn()).toEqual(finished)
  })

  const ends: [string, (running: Running) => Promise<{ status: number }>][] = [
    ['is deleted', ({ call, sue }) => call('DELETE', `/administrators/${sue.administratorId}`)],
    [
      'is limited to some groups',
      async ({ call, sue }) => {
        const { json } = await call('POST', '/groups', { body: { name: 'Staff' } })
        return call('POST', `/assignments/${sue.administratorId}`, { body: assignmentsBody({ groups: [json.id] }) })
      },
    ],
    [
      'has no role that allows it',
      async ({ call, sue }) => {
        await call('POST', `/administrators/migrate/${sue.administratorId}`)
        const { json } = await call('GET', `/administrators/${sue.administratorId}/roles`)
        return call('DELETE', `/administrators/${sue.administratorId}/role/${json.data[0].id}`)
      },
    ],
    [
      'is not active',
      ({ call, sue }) => call('POST', `/administrators/${sue.administratorId}/login`, { body: { active: false } }),
    ],
    [
      'has expired',
      async ({ call, sue, clock }) => {
        const answer = await call('POST', `/administrators/${sue.administratorId}/login`, { body: { expiration: '2026-03-03' } })
        clock.now += 2 * 86_400_000
        return answer
      },
    ],
    ['used an application that is deleted', ({ call, applicationId }) => call('DELETE', `/applications/${applicationId}`)],
  ]
  it.each(ends)('stops for good when its administrator %s', async (_, end) => {
    const running = await withRunningJob()
    expect((await end(running)).status).toBeLessThan(300)
    expect(await running.goOn()).toEqual(stopped)
    const { data } = await running.job(running.jobId, '?offset=99&pageSize=2')
    expect(data.map(({ status }: { status: string }) => status)).toEqual(['CREATED', 'SKIPPED'])
    await running.runner.run([{ accountId: running.as.accountId, jobId: running.jobId, after: 100 }])
    expect((await running.call('GET', '/users')).json.count).toBe(100)
  })

  it('goes on when they are limited to some sites only, who see all users', async () => {
    const { call, sue, goOn } = await withRunningJob()
    const { json } = await call('POST', '/sites', { body: { siteName: 'Office', timeZone: 'UTC' } })
    await call('POST', `/assignments/${sue.administratorId}`, { body: assignmentsBody({ sites: [json.id] }) })
    expect(await goOn()).toEqual(finished)
  })

  it('does no row any more once it is stopped, though a run is under way', async () => {
    const running = await withRunningJob()
    const message = running.runner.take()
    await running.deps.batchJobs.stop(running.as.accountId, running.jobId, running.clock.now)
    await running.runner.run(message)
    expect((await running.job(running.jobId)).succeeded).toBe(100)
  })
})

describe('a job of a service token', () => {
  /** Started by the token of the owner, who creates one. */
  const withToken = async () => {
    const api = await withBatches()
    await api.call('POST', '/tokens/service-token')
    const { accountId, administratorId, clientId, name, grants } = api.as
    const token: Principal = { kind: 'token', accountId, administratorId, clientId, name, grants }
    const runner = jobRunner(api)
    const { json } = await api.call('POST', '/users/batch', { as: token, body: { users: people(150) } })
    await runner.route()
    await runner.run(runner.take())
    const goOn = async () => {
      await runner.run(runner.take())
      const { status, succeeded, message } = await api.job(json.jobId)
      return { status, succeeded, message }
    }
    return { ...api, goOn }
  }

  it('goes on while the token works, and events name the token', async () => {
    const { table, goOn, as } = await withToken()
    expect(await goOn()).toEqual(finished)
    const [event] = table.items().filter(({ type }) => type === 'user.created')
    expect(event?.actor).toEqual({ kind: 'token', name: as.name })
  })

  it('stops when the token is revoked', async () => {
    const { call, goOn } = await withToken()
    await call('DELETE', '/tokens/service-token')
    expect(await goOn()).toEqual(stopped)
  })

  it('stops when another token took its place', async () => {
    const { call, clock, goOn } = await withToken()
    clock.now += 1_000
    await call('DELETE', '/tokens/service-token')
    await call('POST', '/tokens/service-token')
    expect(await goOn()).toEqual(stopped)
  })
})

describe('who is limited', () => {
  it('to some groups starts no job and sees none, and to some sites does both', async () => {
    const { call, sue, jobId, deps } = await withRunningJob()
    const limited = async (body: object) => {
      await call('POST', `/assignments/${sue.administratorId}`, { body })
      const { authority } = await readAuthority(deps, sue.accountId, sue.administratorId)
      return { ...sue, grants: authority?.grants ?? [] }
    }
    const { json: group } = await call('POST', '/groups', { body: { name: 'Staff' } })
    const { json: site } = await call('POST', '/sites', { body: { siteName: 'Office', timeZone: 'UTC' } })
    const ofGroup = await limited(assignmentsBody({ groups: [group.id] }))
    const refused = await call('POST', '/users/batch', { as: ofGroup, body: { users: people(1) } })
    expect([refused.status, refused.json.message]).toEqual([403, 'You are not allowed to perform that action'])
    expect((await call('GET', `/batch/${jobId}`, { as: ofGroup })).status).toBe(404)
    const ofSite = await limited(assignmentsBody({ sites: [site.id] }))
    expect((await call('POST', '/users/batch', { as: ofSite, body: { users: people(1) } })).status).toBe(200)
    expect((await call('GET', `/batch/${jobId}`, { as: ofSite })).status).toBe(200)
  })
})
