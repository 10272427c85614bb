import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { choosePassword } from '../../../shared/domain/identity/administrators/choose-password.ts'
import { createAdministrator } from '../../../shared/domain/identity/administrators/create.ts'
import type { Table } from '../../../shared/storage/table/types.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { somebody, testApiOver } from '../../support/api.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const statuses = (answers: { status: number }[]) => [...new Set(answers.map(({ status }) => status))]
const together = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)))

// DynamoDB Local takes long for each, so most tests have fewer there.
describe.each([
  ['in memory', 60, () => memoryTable() as Table],
  ['DynamoDB Local', 16, () => local.table],
])('requests about different things at the same time all succeed: %s', (_name, many, make) => {
  let api: ReturnType<typeof testApiOver>
  beforeAll(() => {
    api = testApiOver(make())
  })

  it('60 new credentials', async () => {
    const answers = await together(60, (index) =>
      api.call('POST', '/credentials', {
        body: {
          credentialFormat: { id: 100 },
          fieldValues: [
            { id: 1, value: String(index + 1) },
            { id: 2, value: '7' },
          ],
        },
      }),
    )
    expect(statuses(answers)).toEqual([201])
    expect((await api.call('GET', '/credentials?pageSize=100')).json).toMatchObject({ count: 60 })
  })

  it('80 new users', async () => {
    const answers = await together(80, (index) =>
      api.call('POST', '/users', { body: { firstName: `First ${index}`, lastName: 'Last' } }),
    )
    expect(statuses(answers)).toEqual([200])
    expect((await api.call('GET', '/users?pageSize=100')).json).toMatchObject({ count: 80 })
  })

  it('one user into 14 groups', async () => {
    const user = (await api.call('POST', '/users', { body: { firstName: 'A', lastName: 'B' } })).json.id
    const groups = await together(
      14,
      async (index) => (await api.call('POST', '/groups', { body: { name: `Group ${index}` } })).json,
    )
    const answers = await together(14, (index) => api.call('PUT', `/groups/${groups[index]?.id}/users/${user}`))
    expect(statuses(answers)).toEqual([204])
    expect((await api.call('GET', `/users/${user}/groups?pageSize=100`)).json.count).toBe(14)
  })

  it('14 users into one group', async () => {
    const group = (await api.call('POST', '/groups', { body: { name: 'All' } })).json.id
    const users = await together(
      14,
      async (index) => (await api.call('POST', '/users', { body: { firstName: `Member ${index}`, lastName: 'B' } })).json,
    )
    const answers = await together(14, (index) => api.call('PUT', `/groups/${group}/users/${users[index]?.id}`))
    expect(statuses(answers)).toEqual([204])
    expect((await api.call('GET', `/groups/${group}/users?pageSize=100`)).json.count).toBe(14)
  })

  it.each([
    ['sites', (index: number) => ({ siteName: `Site ${index}`, timeZone: 'US/Eastern' })],
    ['groups', (index: number) => ({ name: `New group ${index}` })],
    [
      'schedules',
      (index: number) => ({ name: `Schedule ${index}`, scheduleBlocks: { monday: [{ start: '09:00', end: '17:00' }] } }),
    ],
  ])('many new %s', async (what, body) => {
    const answers = await together(many, (index) => api.call('POST', `/${what}`, { body: body(index) }))
    expect(answers.filter(({ status }) => status !== 200 && status !== 201).map(({ text }) => text)).toEqual([])
  })

  it('many new event subscriptions, and then their deletion', async () => {
    const body = (index: number) => ({ name: `Hook ${index}`, url: `https://example.com/${index}`, criteria: [] })
    const made = await together(many, (index) => api.call('POST', '/event-subscriptions', { body: body(index) }))
    expect(statuses(made)).toEqual([200])
    const gone = await together(many, (index) => api.call('DELETE', `/event-subscriptions/${made[index]?.json.id}`))
    expect(gone.filter(({ status }) => status >= 300).map(({ text }) => text)).toEqual([])
    expect((await api.call('GET', '/event-subscriptions')).json).toMatchObject({ count: 0 })
  })

  it('many credentials that one user gives back, and then their deletion', async () => {
    const user = (await api.call('POST', '/users', { body: { firstName: 'Much', lastName: 'Keyed' } })).json.id
    const fields = (index: number) => [
      { id: 1, value: String(1_000 + index) },
      { id: 2, value: '8' },
    ]
    const made = await together(many, (index) =>
      api.call('POST', '/credentials', { body: { credentialFormat: { id: 100 }, fieldValues: fields(index) } }),
    )
    const paths = made.map(({ json }) => `/credentials/${json.id}`)
    for (const path of paths) expect((await api.call('PUT', `/users/${user}${path}`)).status).toBe(204)
    const revoked = await together(many, (index) => api.call('DELETE', `/users/${user}${paths[index]}`))
    expect(revoked.filter(({ status }) => status !== 204).map(({ text }) => text)).toEqual([])
    const removed = await together(many, (index) => api.call('DELETE', `${paths[index]}`))
    expect(removed.filter(({ status }) => status !== 204).map(({ text }) => text)).toEqual([])
  })

  it('many groups of one user that are deleted', async () => {
    const made = await together(many, (index) => api.call('POST', '/groups', { body: { name: `Short-lived ${index}` } }))
    const user = (await api.call('POST', '/users', { body: { firstName: 'Popular', lastName: 'B' } })).json.id
    for (const { json } of made.slice(0, 16)) {
      expect((await api.call('PUT', `/groups/${json.id}/users/${user}`)).status).toBe(204)
    }
    const gone = await together(many, (index) => api.call('DELETE', `/groups/${made[index]?.json.id}`))
    expect(gone.filter(({ status }) => status !== 204).map(({ text }) => text)).toEqual([])
    expect((await api.call('GET', `/users/${user}/groups`)).json.count).toBe(0)
  })

  it('many control panels of different sites that are deleted', async () => {
    const panels = await together(many, async (index) => {
      const site = (await api.call('POST', '/sites', { body: { siteName: `Panel site ${index}`, timeZone: 'UTC' } })).json
      const body = { serialNumber: `SP-GONE-${index}`, name: `Panel ${index}`, siteId: site.id }
      return (await api.call('POST', '/control-panels', { body })).json
    })
    const gone = await together(many, (index) => api.call('DELETE', `/control-panels/${panels[index]?.id}`))
    expect(gone.filter(({ status }) => status !== 204).map(({ text }) => text)).toEqual([])
  })

  it('many administrators who choose a password', async () => {
    const draw = (size: number) => new Uint8Array(size).fill(9)
    const deps = { ...api.deps, randomBytes: draw }
    const made = await together(many, async (index) => {
      const created = await createAdministrator(deps, somebody().accountId, {
        type: 'ASSISTANT',
        username: `${randomUUID()}`,
        firstName: `A ${index}`,
        lastName: 'B',
        email: 'a@example.com',
        securityQuestion: 'Which?',
        securityAnswer: 'That',
        password: 'First-password-1',
      })
      if (!created.ok) throw new Error(created.error.kind)
      return created.value.administrator
    })
    const chosen = await Promise.all(
      made.map(({ id }) => choosePassword(deps, somebody({ administratorId: id }), 'Second-password-2')),
    )
    expect(chosen.filter(({ ok }) => !ok)).toEqual([])
  })

  it('the same name given to a group twice answers twice what it is then', async () => {
    const group = (await api.call('POST', '/groups', { body: { name: 'Twice' } })).json.id
    const [first, second] = [
      await api.call('PUT', `/groups/${group}`, { body: { name: 'Once more' } }),
      await api.call('PUT', `/groups/${group}`, { body: { name: 'Once more' } }),
    ]
    expect([first.status, second.status]).toEqual([200, 200])
    expect(second.json).toEqual(first.json)
  })

  describe('14 changes of one', () => {
    const week = { monday: [{ start: '09:00', end: '17:00' }] }
    const made = async (path: string, body: unknown) => (await api.call('POST', path, { body })).json.id as number
    const changes = async (path: (index: number) => string, body: (index: number) => unknown) =>
      statuses(await together(14, (index) => api.call('PUT', path(index), { body: body(index) })))
    let site: number
    let panel: number
    let door: number
    let group: number
    beforeAll(async () => {
      site = await made('/sites', { siteName: 'One site', timeZone: 'US/Eastern' })
      panel = await made('/control-panels', { serialNumber: 'SP-ONE', name: 'One panel', siteId: site })
      door = await made('/access-points', { name: 'One door', controlPanelId: panel })
      group = await made('/groups', { name: 'One group' })
    })

    it('site', async () => {
      expect(
        await changes(
          () => `/sites/${site}`,
          (index) => ({ siteName: `Site name ${index}` }),
        ),
      ).toEqual([200])
    })

    it('list of networks of a site', async () => {
      const wifi = (index: number) => ({ proximity: { wifi: [{ ssid: `Network ${index}` }] } })
      const answers = await changes(() => `/sites/${site}/proximity/wifi`, wifi)
      expect(answers.filter((status) => status >= 300)).toEqual([])
    })

    it('control panel', async () => {
      expect(
        await changes(
          () => `/control-panels/${panel}`,
          (index) => ({ name: `Panel ${index}` }),
        ),
      ).toEqual([200])
    })

    it('panel, by adding doors to it', async () => {
      const answers = await together(14, (index) =>
        api.call('POST', '/access-points', { body: { name: `Another door ${index}`, controlPanelId: panel } }),
      )
      expect(answers.filter(({ status }) => status >= 300).map(({ text }) => text)).toEqual([])
    })

    it('panel, by deleting doors of it', async () => {
      const doors = await together(14, (index) => made('/access-points', { name: `Old door ${index}`, controlPanelId: panel }))
      const answers = await together(14, (index) => api.call('DELETE', `/access-points/${doors[index]}`))
      expect(answers.filter(({ status }) => status >= 300).map(({ text }) => text)).toEqual([])
    })

    it('access point', async () => {
      expect(
        await changes(
          () => `/access-points/${door}`,
          (index) => ({ name: `Door ${index}` }),
        ),
      ).toEqual([200])
    })

    it('group', async () => {
      expect(
        await changes(
          () => `/groups/${group}`,
          (index) => ({ name: `Group name ${index}` }),
        ),
      ).toEqual([200])
    })

    it('permission of a group at a door', async () => {
      const schedules = await together(14, (index) => made('/schedules', { name: `Hours ${index}`, scheduleBlocks: week }))
      const path = `/groups/${group}/access/access-points/${door}`
      expect(
        await changes(
          () => path,
          (index) => ({ schedule: { id: schedules[index] } }),
        ),
      ).toEqual([200])
    })

    it('schedule', async () => {
      const schedule = await made('/schedules', { name: 'One schedule', scheduleBlocks: week })
      const body = (index: number) => ({ name: `Hours of ${index}`, scheduleBlocks: week })
      expect(await changes(() => `/schedules/${schedule}`, body)).toEqual([200])
    })

    it('holiday', async () => {
      const body = (index: number) => ({ name: `Holiday ${index}`, start: '2026-07-04T00:00:00', end: '2026-07-05T00:00:00' })
      const holiday = await made('/holidays', body(99))
      expect(await changes(() => `/holidays/${holiday}`, body)).toEqual([200])
    })

    it('credential, by assigning it to 14 users', async () => {
      const users = await together(14, (index) => made('/users', { firstName: `Holder ${index}`, lastName: 'B' }))
      const card = await made('/credentials', {
        credentialFormat: { id: 100 },
        fieldValues: [
          { id: 1, value: '500' },
          { id: 2, value: '9' },
        ],
      })
      expect(
        await changes(
          (index) => `/users/${users[index]}/credentials/${card}`,
          () => undefined,
        ),
      ).toEqual([204])
    })
  })
})
