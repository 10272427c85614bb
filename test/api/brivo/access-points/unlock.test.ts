import { describe, expect, it } from 'vitest'
import { firstPosture } from '../../../../shared/domain/devices/posture/entity.ts'
import { AccountId, PanelId } from '../../../../shared/lib/ids.ts'
import { assistant, somebody, stranger } from '../../../support/api.ts'
import { cardHolder, digitalApi } from '../../../support/digital.ts'
import { addDoors, connectPanel } from '../../../support/panels.ts'

const refused = { status: 403, json: { code: 403, message: 'You are not allowed to perform that action' } }

/** A person with a pass in the phone, who may pass the front door on Mondays from 7 to 8 on the clock of the site. */
const withPass = async () => {
  const api = await digitalApi()
  const { call, invite, redeem, john } = api
  const place = await addDoors(api)
  await connectPanel(api, place.controlPanelId)
  const { accessCode } = (await invite(john)).json
  const credentialValue = String((await redeem(accessCode)).json.credentialValue)
  const group = (await call('POST', '/groups', { body: { name: 'Staff' } })).json.id
  const scheduleBlocks = { monday: [{ start: '07:00', end: '08:00' }] }
  const schedule = (await call('POST', '/schedules', { body: { name: 'Early', scheduleBlocks } })).json.id
  await call('PUT', `/groups/${group}/users/${john}`)
  await call('PUT', `/groups/${group}/access/access-points/${place.front}`, { body: { schedule: { id: schedule } } })
  const unlock = (door: number, body: unknown = {}, as = cardHolder(john)) =>
    call('POST', `/access-points/${door}/unlock`, { body, as })
  const commands = () => api.table.items().filter(({ entity }) => entity === 'command')
  return { ...api, ...place, group, schedule, credentialValue, unlock, commands }
}

describe('unlocking an access point', () => {
  it('is for people with a key in the phone, at the doors that their groups may pass, when they may', async () => {
    const { clock, front, back, john, unlock, credentialValue, commands, controlPanelId } = await withPass()
    const answer = await unlock(front, { credentialValue })
    expect(answer).toMatchObject({ status: 204, text: '' })
    expect(commands()).toEqual([
      expect.objectContaining({
        id: answer.headers.get('sallyport-command-id'),
        panelId: controlPanelId,
        kind: 'activate',
        by: { kind: 'user', id: john, name: 'A card holder' },
        durationSeconds: 5,
      }),
    ])
    expect((await unlock(front)).status).toBe(204)
    expect(await unlock(back)).toMatchObject(refused)
    clock.now += 3_600_000
    expect(await unlock(front)).toMatchObject(refused)
    expect(commands()).toHaveLength(2)
  })

  it('is for a floor of a lift too, and not for an output that has no lock', async () => {
    const { call, front, group, schedule, unlock, commands, controlPanelId } = await withPass()
    const floor = { name: 'Roof', type: 'FLOOR', elevatorId: front, floorNumber: 9, relay: 1 }
    const wiegand = { name: 'Gate', type: 'WIEGAND', controlPanelId, wiegandPort: 1 }
    const ids: number[] = []
    for (const body of [floor, wiegand]) ids.push((await call('POST', '/access-points', { body })).json.id)
    const [roof = 0, gate = 0] = ids
    expect(await unlock(roof)).toMatchObject(refused)
    for (const id of ids)
      await call('PUT', `/groups/${group}/access/access-points/${id}`, { body: { schedule: { id: schedule } } })
    expect((await unlock(roof)).status).toBe(204)
    expect(commands()).toMatchObject([{ kind: 'activate', accessPoint: { id: roof, type: 'FLOOR' } }])
    expect(await unlock(gate)).toMatchObject(refused)
  })

  it('is asked by PUT too, and without a body', async () => {
    const { call, front, john } = await withPass()
    expect((await call('PUT', `/access-points/${front}/unlock`, { as: cardHolder(john) })).status).toBe(204)
  })

  it("is refused with another person's value, and to a person without a pass, who is suspended, or gone", async () => {
    const { call, user, front, john, group, unlock } = await withPass()
    expect(await unlock(front, { credentialValue: '0c1f' })).toMatchObject(refused)
    const ann = await user('Ann')
    await call('PUT', `/groups/${group}/users/${ann}`)
    expect(await unlock(front, {}, cardHolder(ann))).toMatchObject(refused)
    await call('PUT', `/users/${john}/suspended`, { body: { suspended: true } })
    expect(await unlock(front)).toMatchObject(refused)
    await call('DELETE', `/users/${john}`)
    expect(await unlock(front)).toMatchObject(refused)
  })

  it('is refused in a lockdown, unless the group is excluded from it', async () => {
    const { deps, call, front, controlPanelId, group, unlock, commands } = await withPass()
    const posture = firstPosture(PanelId.parse(controlPanelId))
    const locked = { ...posture, version: 1, modes: { ...posture.modes, rest: 'lockdown' as const } }
    await deps.postures.replace(AccountId.parse(1), locked, {}, undefined)
    expect(await unlock(front)).toMatchObject(refused)
    await call('PUT', `/groups/${group}`, { body: { name: 'Staff', excludedFromLockdown: true } })
    expect((await unlock(front)).status).toBe(204)
    expect(commands()).toMatchObject([{ inLockdown: true }])
    await deps.postures.replace(AccountId.parse(1), { ...posture, version: 2 }, {}, undefined)
    expect((await unlock(front)).status).toBe(204)
    expect(commands().filter(({ inLockdown }) => inLockdown)).toHaveLength(1)
  })

  it('opens a lock that is set to privacy by a permission that overrides that, and for an administrator', async () => {
    const { call, group, schedule, unlock, commands, controlPanelId } = await withPass()
    const body = { name: 'Suite', type: 'SALTO_DOOR', lockSerialNumber: 'A-7', controlPanelId }
    const suite = (await call('POST', '/access-points', { body })).json.id
    const permit = (more: object) =>
      call('PUT', `/groups/${group}/access/access-points/${suite}`, { body: { schedule: { id: schedule }, ...more } })
    await permit({})
    expect((await unlock(suite)).status).toBe(204)
    expect(commands()[0]).not.toHaveProperty('inPrivacy')
    await permit({ privacyModeOverride: true })
    expect((await unlock(suite)).status).toBe(204)
    expect((await call('POST', `/access-points/${suite}/activate`)).status).toBe(200)
    expect(commands().map(({ inPrivacy }) => inPrivacy)).toEqual([undefined, true, true])
  })

  it('orders nothing of a panel that is out of contact', async () => {
    const { clock, front, unlock, commands } = await withPass()
    clock.now += 150_001
    expect(await unlock(front)).toMatchObject({ status: 412, json: { code: 412, message: 'Access point is not connected' } })
    expect(commands()).toEqual([])
  })

  it('leaves an event of the door when it is refused, with the person, the key and the reason, and none when it is not', async () => {
    const { call, user, clock, table, front, back, john, group, siteId, unlock } = await withPass()
    const events = () => table.items().filter(({ entity, kind }) => entity === 'event' && kind === 'access')
    const last = (reason: string) => events().find(({ facts }) => (facts as { reason: string }).reason === reason)
    await unlock(front)
    expect(events()).toEqual([])
    await unlock(back)
    const key = { id: expect.any(Number), kind: 'mobile_key', disabled: false }
    expect(events()).toEqual([
      expect.objectContaining({
        type: 'access.denied.not_permitted',
        actor: { kind: 'user', id: john, name: 'John Doe' },
        subject: { kind: 'access_point', id: back, name: 'Back door' },
        site: { id: siteId, name: 'Office' },
        facts: { reason: 'no_permission', side: 1, credential: key },
        occurredAt: clock.now,
      }),
    ])
    clock.now += 3_600_000
    await unlock(front)
    expect(last('outside_schedule')).toMatchObject({ type: 'access.denied.not_permitted', subject: { id: front } })
    await unlock(front, { credentialValue: '0c1f' })
    expect(last('unknown_credential')).toMatchObject({ actor: { id: john }, facts: { reason: 'unknown_credential', side: 1 } })
    const ann = await user('Ann')
    await call('PUT', `/groups/${group}/users/${ann}`)
    await unlock(front, {}, cardHolder(ann))
    expect(last('nothing_presented')).toMatchObject({ type: 'access.denied.nothing_presented', actor: { id: ann } })
    await call('PUT', `/users/${john}/suspended`, { body: { suspended: true } })
    await unlock(front)
    expect(last('user_suspended')).toMatchObject({ type: 'access.denied.not_valid', actor: { id: john } })
    await call('POST', `/access-points/${back}/unlock`, { body: {}, as: somebody({ type: 'CSR' }) })
    await unlock(1)
    expect(events()).toHaveLength(5)
    const listed = (await call('GET', `/events/access?filter=occurred__gt:2026-03-02T00:00:00Z`)).json
    expect(listed.data[0]).toMatchObject({ eventObject: { id: front } })
  })

  it.each([[{ credentialValue: { a: 1 } }], [{ credentialValue: 'x'.repeat(513) }], ['[]']])('takes no body %j', async (body) => {
    const { front, unlock } = await withPass()
    expect((await unlock(front, body)).status).toBe(400)
  })

  it("of another tenant's door is that of no door", async () => {
    const { call, front, john, unlock } = await withPass()
    const theirs = await call('POST', `/access-points/${front}/unlock`, { body: {}, as: stranger() })
    const missing = [await unlock(1), await unlock(front, {}, cardHolder(john, 2))]
    for (const answer of [theirs, ...missing]) {
      expect(answer).toMatchObject({ status: 404, json: { code: 404, message: 'Unknown Access Point' } })
    }
  })

  it('activates the door for an administrator who may, and is refused to one who may not', async () => {
    const { call, front, commands } = await withPass()
    const ask = (as: ReturnType<typeof somebody>) => call('POST', `/access-points/${front}/unlock`, { body: {}, as })
    expect((await ask(assistant())).status).toBe(204)
    expect(await ask(somebody({ type: 'CSR' }))).toMatchObject(refused)
    await call('PUT', `/access-points/${front}`, { body: { activationEnabled: false } })
    expect(await ask(somebody())).toMatchObject(refused)
    expect(commands()).toHaveLength(1)
  })
})

describe('the groups of an access point', () => {
  it('are those with a rule at it, paged', async () => {
    const { call, front, back, group, schedule } = await withPass()
    const other = (await call('POST', '/groups', { body: { name: 'Guards' } })).json.id
    await call('PUT', `/groups/${other}/access/access-points/${front}`, { body: { schedule: { id: schedule } } })
    const list = async (door: number, query = '') => (await call('GET', `/access-points/${door}/groups${query}`)).json
    expect(await list(front)).toMatchObject({
      offset: 0,
      pageSize: 20,
      count: 2,
      data: [{ id: group, name: 'Staff' }, { id: other }],
    })
    expect(await list(front, '?offset=1&pageSize=1')).toMatchObject({ offset: 1, pageSize: 1, count: 2, data: [{ id: other }] })
    expect(await list(back)).toMatchObject({ count: 0, data: [] })
  })

  it("are not those of another tenant's door, nor for a card holder", async () => {
    const { call, front, john } = await withPass()
    const path = `/access-points/${front}/groups`
    for (const answer of [await call('GET', path, { as: stranger() }), await call('GET', '/access-points/1/groups')]) {
      expect(answer).toMatchObject({ status: 404, json: { code: 404, message: 'Unknown Access Point' } })
    }
    expect(await call('GET', path, { as: cardHolder(john) })).toMatchObject(refused)
    expect((await call('GET', `${path}?pageSize=101`)).status).toBe(400)
  })
})
