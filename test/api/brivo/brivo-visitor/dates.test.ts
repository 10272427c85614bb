import { describe, expect, it } from 'vitest'
import { affectedPanels } from '../../../../shared/domain/devices/panels/affected.ts'
import { endVisit } from '../../../../shared/domain/people/visitors/stop.ts'
import { hour, minute } from '../../../../shared/lib/clock.ts'
import { UserId } from '../../../../shared/lib/ids.ts'
import { somebody } from '../../../support/api.ts'
import { cardHolder, digitalApi } from '../../../support/digital.ts'
import { addDoors, connectPanel } from '../../../support/panels.ts'

/** A visitor from now until a minute from now, with a key in the phone, whose group may pass the front door at any time. */
const withVisitor = async () => {
  const api = await digitalApi()
  const { call, clock, table, redeem } = api
  const place = await addDoors(api)
  await connectPanel(api, place.controlPanelId)
  const group = (await call('POST', '/groups', { body: { name: 'Guests' } })).json.id
  const schedule = (await call('POST', '/schedules', { body: { name: 'Any', scheduleBlocks: anyTime } })).json.id
  await call('PUT', `/groups/${group}/access/access-points/${place.front}`, { body: { schedule: { id: schedule } } })
  const [from, to] = [clock.now, clock.now + minute]
  const made = await call('POST', '/brivo-visitor/create-and-assign-visitor-user', {
    body: {
      user: { firstName: 'Vera', emails: [{ address: 'v@x.test' }], effectiveFrom: iso(from), effectiveTo: iso(to) },
      groupIds: [group],
      credentialType: 'MOBILE_PASS',
    },
  })
  const { id, firstName, lastName, pin } = made.json
  const [invitation] = (await call('GET', `/users/${id}/credentials/digital-invitations`)).json.data
  const redeemed = (await redeem(invitation.accessCode)).json
  const stored = () => {
    const found = table.items().find((item) => item.entity === 'user' && item.id === id)
    if (!found) throw new Error(`The visitor ${id} is not stored`)
    return found
  }
  const unlock = async () => (await call('POST', `/access-points/${place.front}/unlock`, { as: cardHolder(id) })).status
  const own = (path: string) => call('GET', path, { as: cardHolder(id) })
  const put = (more: object) => call('PUT', `/users/${id}`, { body: { firstName, lastName, pin, ...more } })
  const patch = (body: object) => call('PATCH', `/users/${id}`, { body })
  return { ...api, id, from, to, redeemed, stored, unlock, own, put, patch }
}
const iso = (at: number) => new Date(at).toISOString()
const shown = (at: number) => iso(at).replace('.000', '')
const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'holiday']
const anyTime = Object.fromEntries(days.map((day) => [day, [{ start: '00:00', end: '23:59' }]]))

describe('the dates of a visitor', () => {
  it.each(['put', 'patch'] as const)('are those of the visit: a later end by %s opens the door again', async (verb) => {
    const visitor = await withVisitor()
    const { clock, from, to, stored, unlock } = visitor
    clock.now = to + 1
    expect(await unlock()).toBe(403)
    const before = stored()
    const answer = await visitor[verb]({ effectiveFrom: iso(from), effectiveTo: iso(to + hour) })
    expect(answer).toMatchObject({ status: 200, json: { effectiveFrom: shown(from), effectiveTo: shown(to + hour) } })
    expect(stored().visit).toEqual({ startsAt: from, endsAt: to + hour })
    expect(affectedPanels({ before, after: stored() }).revokes).toBe(false)
    expect(await unlock()).toBe(204)
  })

  it.each(['put', 'patch'] as const)(
    'are those of the visit: an earlier end by %s revokes, also what is in the phone',
    async (verb) => {
      const visitor = await withVisitor()
      const { clock, from, stored, unlock, own } = visitor
      expect(await unlock()).toBe(204)
      clock.now += 2
      const before = stored()
      expect((await visitor[verb]({ effectiveFrom: iso(from), effectiveTo: iso(clock.now - 1) })).status).toBe(200)
      expect(stored().visit).toEqual({ startsAt: from, endsAt: clock.now - 1 })
      expect(affectedPanels({ before, after: stored() }).revokes).toBe(true)
      expect(await unlock()).toBe(403)
      for (const path of ['/pass', '/users/credentials/digital']) {
        expect(await own(path)).toMatchObject({ status: 403, json: { message: 'Invalid user' } })
      }
    },
  )

  it('begin later when only that is changed', async () => {
    const { from, to, stored, unlock, patch } = await withVisitor()
    expect((await patch({ effectiveFrom: iso(from + 1_000) })).status).toBe(200)
    expect(stored()).toMatchObject({ effectiveTo: to, visit: { startsAt: from + 1_000, endsAt: to } })
    expect(await unlock()).toBe(403)
  })

  it('are both always there: one that is taken away or left out stays', async () => {
    const { from, to, put, patch, stored } = await withVisitor()
    for (const change of [() => patch({ effectiveTo: null, effectiveFrom: null }), () => put({})]) {
      expect((await change()).json).toMatchObject({ effectiveFrom: shown(from), effectiveTo: shown(to) })
      expect(stored().visit).toEqual({ startsAt: from, endsAt: to })
    }
    expect((await patch({ effectiveTo: iso(from - 1) })).status).toBe(400)
  })

  it('stand in the audit event, and nothing is written when they stay', async () => {
    const { call, from, to, patch, stored } = await withVisitor()
    const { version } = stored()
    await patch({ effectiveFrom: iso(from), effectiveTo: iso(to) })
    expect(stored().version).toBe(version)
    await patch({ effectiveTo: iso(to + hour) })
    const { data } = (await call('GET', '/events/audit?pageSize=100')).json
    expect(JSON.stringify(data)).toContain(`"property":"endsAt","previousValue":"${to}","currentValue":"${to + hour}"`)
  })

  it('stay as they were when the visit was ended, which it stays', async () => {
    const { deps, id, from, to, clock, patch, stored, unlock } = await withVisitor()
    await endVisit(deps, somebody(), UserId.parse(id))
    expect((await patch({ lastName: 'New', effectiveTo: iso(to + hour) })).json).toMatchObject({
      lastName: 'New',
      effectiveTo: shown(to),
    })
    const visit = { startsAt: from, endsAt: to, stopped: { at: clock.now, as: 'ended' } }
    expect(stored()).toMatchObject({ visit, effectiveTo: to })
    expect(await unlock()).toBe(403)
  })

  it('bound what the phone is shown', async () => {
    const { from, to, redeemed, own, patch } = await withVisitor()
    expect(redeemed).toMatchObject({ effectiveFrom: shown(from), effectiveTo: shown(to) })
    await patch({ effectiveFrom: iso(from + 30_000), effectiveTo: iso(to + hour) })
    expect((await own('/users/credentials/digital')).json).toMatchObject({
      effectiveFrom: shown(from + 30_000),
      effectiveTo: shown(to + hour),
    })
    expect((await own('/pass')).json).toMatchObject({ enabled: shown(from + 30_000) })
  })
})
