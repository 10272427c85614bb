import { describe, expect, it } from 'vitest'
import { stranger } from '../../../support/api.ts'
import { assignmentsBody, withLee } from '../../../support/assignments.ts'
import { addDoors } from '../../../support/panels.ts'

const forbidden = { code: 403, message: 'You are not allowed to perform that action' }
const all = { isAll: true, assignments: [] }
const none = { isAll: false, assignments: [] }

/** Two sites with a panel and doors, two groups, and Lee. */
const withPlaces = async () => {
  const api = await withLee()
  const call: typeof api.call = (method, path, options) => api.call(method, path, { as: api.as, ...options })
  const [mill, shop] = [await addDoors({ call }, 'SP-1', 'Mill'), await addDoors({ call }, 'SP-2', 'Shop')]
  const group = async (name: string): Promise<number> => (await call('POST', '/groups', { body: { name } })).json.id
  const [staff, guards] = [await group('Staff'), await group('Guards')]
  const path = `/assignments/${api.lee.administratorId}`
  return { ...api, call, mill, shop, staff, guards, path }
}

describe('assignments of an administrator', () => {
  it("are set by the document's own request, and answered with names by both calls", async () => {
    const { call, path, staff, guards } = await withPlaces()
    const body = {
      sites: { assignmentType: 'ALL' },
      groups: { assignmentType: 'SELECTED', selectedIds: [staff, guards] },
      emergencyScenarios: { assignmentType: 'NONE' },
    }
    const assigned = {
      sites: all,
      groups: {
        isAll: false,
        assignments: [
          { name: 'Staff', id: staff },
          { name: 'Guards', id: guards },
        ],
      },
      emergencyScenarios: none,
      emergencyScenario: none,
    }
    expect(await call('POST', path, { body })).toMatchObject({ status: 200, json: assigned })
    expect((await call('GET', path)).json).toEqual(assigned)
    expect((await call('PUT', path, { body: assignmentsBody({}) })).json).toEqual({
      sites: all,
      groups: all,
      emergencyScenarios: all,
      emergencyScenario: all,
    })
  })

  it('name everything of who was never limited', async () => {
    const { call, path } = await withPlaces()
    expect((await call('GET', path)).json).toMatchObject({ sites: all, groups: all, emergencyScenarios: all })
  })

  it('may name the two scenarios that every account has, and leave out what was deleted since', async () => {
    const { call, path, mill, staff } = await withPlaces()
    const body = assignmentsBody({ sites: [mill.siteId], groups: [staff], scenarios: [2] })
    expect((await call('POST', path, { body })).json.emergencyScenarios.assignments).toEqual([
      { name: 'Default full lockdown', id: 2 },
    ])
    await call('DELETE', `/groups/${staff}`)
    expect((await call('GET', path)).json.groups).toEqual(none)
  })

  it('are stored with one audit event that says what changed; the same again changes nothing', async () => {
    const { call, path, table, mill } = await withPlaces()
    const body = assignmentsBody({ sites: [mill.siteId], scenarios: [] })
    await call('POST', path, { body })
    await call('POST', path, { body })
    const events = table.items().filter(({ type }) => type === 'administrator.updated')
    expect(events).toMatchObject([
      {
        subject: { kind: 'administrator', name: 'James Miller' },
        facts: {
          changes: [
            { property: 'sites', previousValue: 'all', currentValue: String(mill.siteId) },
            { property: 'emergencyScenarios', previousValue: 'all', currentValue: 'none' },
          ],
        },
      },
    ])
  })

  it('put a notice beside the change, by which tokens that live are judged again', async () => {
    const { call, path, table, lee, clock } = await withPlaces()
    await call('POST', path, { body: assignmentsBody({ sites: [] }) })
    const notices = table.items().filter(({ subject }) => String(subject).includes(String(lee.administratorId)))
    expect(notices).toMatchObject([{ revokedAt: clock.now }])
  })

  it.each([
    [{}, 'sites'],
    [{ ...assignmentsBody({}), groups: 'ALL' }, 'groups'],
    [{ ...assignmentsBody({}), sites: { assignmentType: 'SOME' } }, 'sites.assignmentType'],
    [{ ...assignmentsBody({}), sites: { assignmentType: 'SELECTED' } }, 'sites.selectedIds'],
    [{ ...assignmentsBody({}), groups: { assignmentType: 'SELECTED', selectedIds: 7 } }, 'groups.selectedIds'],
    [{ ...assignmentsBody({}), groups: { assignmentType: 'SELECTED', selectedIds: ['\u0000'] } }, 'groups.selectedIds'],
    [{ ...assignmentsBody({}), emergencyScenarios: { assignmentType: '😀' } }, 'emergencyScenarios.assignmentType'],
    [{ ...assignmentsBody({}), sites: { assignmentType: 'SELECTED', selectedIds: Array(501).fill(7) } }, 'sites.selectedIds'],
  ])('refuse %j, naming %s', async (body, field) => {
    const { call, path } = await withPlaces()
    const answer = await call('POST', path, { body })
    expect(answer.status).toBe(400)
    expect(answer.json.message).toContain(field)
  })

  it.each([
    ['sites', 'Site not found'],
    ['groups', 'Unknown Group'],
    ['scenarios', 'Scenario 77 not found'],
  ])('of %s that are not there are 404, and nothing is stored', async (kind, message) => {
    const { call, path } = await withPlaces()
    const answer = await call('POST', path, { body: assignmentsBody({ [kind]: [77] }) })
    expect(answer).toMatchObject({ status: 404, json: { message } })
    expect((await call('GET', path)).json).toMatchObject({ sites: all, groups: all, emergencyScenarios: all })
  })

  it('of an administrator who is missing, or of another account, are the same 404', async () => {
    const { call, lee } = await withPlaces()
    for (const method of ['GET', 'POST']) {
      const body = method === 'POST' ? { body: assignmentsBody({}) } : {}
      const gone = await call(method, '/assignments/77', body)
      expect(gone).toMatchObject({ status: 404, json: { code: 404, message: 'Administrator with id 77 does not exist' } })
      const foreign = await call(method, `/assignments/${lee.administratorId}`, { ...body, as: stranger() })
      expect(foreign.text).toBe(gone.text.replaceAll('77', String(lee.administratorId)))
    }
  })
})

describe('who may assign', () => {
  it('is nobody to themself, and nobody to an owner of the account', async () => {
    const { call, lee, as, current } = await withPlaces()
    const body = assignmentsBody({})
    expect((await call('POST', `/assignments/${lee.administratorId}`, { body, as: await current(lee) })).json).toEqual(forbidden)
    expect((await call('POST', `/assignments/${as.administratorId}`, { body })).json).toEqual(forbidden)
  })

  it('is who has that assigned: more is refused, and what is hidden is missing', async () => {
    const { call, add, limited, mill, shop, staff } = await withPlaces()
    const lee = await limited({ sites: [mill.siteId], groups: [staff], scenarios: [] })
    const invited = await call('POST', '/administrators', {
      as: lee,
      body: { ...person, username: 'ann', identityType: 'ASSISTANT', password: 'a password of ann' },
    })
    const path = `/assignments/${invited.json.id}`
    const ids = (one: { id: number }) => one.id
    const inherited = (await call('GET', path)).json
    expect(inherited.sites.assignments.map(ids)).toEqual([mill.siteId])
    expect(inherited.groups.assignments.map(ids)).toEqual([staff])
    expect(inherited.emergencyScenarios).toEqual(none)
    const give = (wanted: Parameters<typeof assignmentsBody>[0]) => call('POST', path, { as: lee, body: assignmentsBody(wanted) })
    expect((await give({ sites: [mill.siteId], groups: [staff], scenarios: [] })).status).toBe(200)
    expect((await give({ sites: [], groups: [], scenarios: [] })).status).toBe(200)
    expect(await give({ sites: [shop.siteId], groups: [], scenarios: [] })).toMatchObject({ status: 404 })
    expect(await give({ sites: [], groups: [], scenarios: [2] })).toMatchObject({ status: 404 })
    expect((await give({ groups: [], scenarios: [] })).json).toEqual(forbidden)
    const free = await add({ username: 'free', type: 'ASSISTANT' })
    const reached = await call('POST', `/assignments/${free.administratorId}`, {
      as: lee,
      body: assignmentsBody({ sites: [], groups: [], scenarios: [] }),
    })
    expect(reached.json).toEqual(forbidden)
  })
})

const person = {
  firstName: 'Ann',
  lastName: 'Other',
  email: 'ann@example.com',
  securityQuestion: 'Q',
  securityAnswer: 'A',
}

describe('who is limited', () => {
  it('reads, lists and counts what is assigned, page by page', async () => {
    const { call, limited, mill, shop } = await withPlaces()
    const as = await limited({ sites: [mill.siteId] })
    const listed = async (path: string) => (await call('GET', path, { as })).json
    expect(await listed('/sites')).toMatchObject({ count: 1, data: [{ id: mill.siteId }] })
    expect(await listed('/access-points?pageSize=1&offset=1')).toMatchObject({ count: 2, data: [{ id: mill.back }] })
    expect(await listed('/access-points?filter=name__eq:Front')).toMatchObject({ count: 1, data: [{ id: mill.front }] })
    expect(await listed('/control-panels')).toMatchObject({ count: 1, data: [{ id: mill.controlPanelId }] })
    expect(await listed(`/access-points/${shop.front}`)).toEqual(await listed('/access-points/77'))
    expect((await call('DELETE', `/sites/${shop.siteId}`, { as })).status).toBe(404)
    expect((await call('GET', `/sites/${shop.siteId}`)).status).toBe(200)
  })

  it('adds nothing that would not be theirs, and changes nothing of the account as a whole', async () => {
    const { call, limited, mill, staff } = await withPlaces()
    const as = await limited({ sites: [mill.siteId], groups: [staff], scenarios: [] })
    const refused = async (path: string, body: object) => expect((await call('POST', path, { as, body })).status, path).toBe(403)
    await refused('/sites', { siteName: 'Annex', timeZone: 'UTC' })
    await refused('/groups', { name: 'More' })
    await refused('/schedules', { name: 'Day', scheduleBlocks: { monday: [{ start: '09:00', end: '17:00' }] } })
    await refused('/holidays', { name: 'H', start: '2027-01-01T00:00', end: '2027-01-02T00:00' })
    await refused('/emergency-scenarios', { name: 'Lobby', threatLevelTypeId: 2, deviceIds: [mill.front] })
    await refused('/applications', { name: 'App', description: 'An app', grantTypes: ['password'] })
    await refused('/custom-fields', { fieldName: 'Department', fieldType: 'TEXT' })
    await refused('/roles', { name: 'Role', features: [{ id: 14, permissionSet: 'FULL' }] })
  })

  it('writes no roles of the account, not even one that allows nothing, whichever kind they are limited in', async () => {
    const { call, limited, mill } = await withPlaces()
    const empty = { name: 'Nothing', features: [] }
    const role = await call('POST', '/roles', { body: empty })
    const beyond = { code: 403, message: 'Access to the requested resource was denied' }
    for (const wanted of [{ sites: [mill.siteId] }, { groups: [] }, { scenarios: [] }]) {
      const as = await limited(wanted)
      expect((await call('POST', '/roles', { as, body: { ...empty, name: 'Other' } })).json).toEqual(beyond)
      expect((await call('PUT', `/roles/${role.json.id}`, { as, body: { ...empty, name: 'Other' } })).json).toEqual(beyond)
      expect((await call('DELETE', `/roles/${role.json.id}`, { as })).json).toEqual(beyond)
    }
    expect((await call('GET', '/roles')).json.data).toMatchObject([{ id: 1 }, { id: 2 }, { id: 3 }, { name: 'Nothing' }])
  })
})
