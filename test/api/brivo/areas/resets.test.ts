import { decodeJwt, exportJWK, generateKeyPair } from 'jose'
import { describe, expect, it } from 'vitest'
import { decideReset } from '../../../../shared/domain/access/areas/reset.ts'
import { firstPosture, maxResets, type Posture } from '../../../../shared/domain/devices/posture/entity.ts'
import { AreaId, PanelId, UserId } from '../../../../shared/lib/ids.ts'
import { postureMessage } from '../../../../shared/panel-protocol/orders.ts'
import { PosturePayload } from '../../../../shared/panel-protocol/posture.ts'
import { signingKey } from '../../../../shared/panel-protocol/signing.ts'
import { assistant, stranger, testApi } from '../../../support/api.ts'
import { addArea } from '../../../support/areas.ts'
import { connectPanel } from '../../../support/panels.ts'

const world = async () => {
  const api = testApi()
  const user = await api.call('POST', '/users', { body: { firstName: 'Ann', lastName: 'Other' } })
  const area = await addArea(api)
  const posture = () => api.deps.postures.get(assistant().accountId, PanelId.parse(area.controlPanelId))
  return { api, ...area, userId: Number(user.json.id), posture }
}

describe('a reset', () => {
  it('of one person and then of everybody goes into the posture of the panel, also while that is out of contact', async () => {
    const { api, areaId, userId, posture } = await world()
    const resetAt = '2026-03-02T12:00:00.000Z'
    const one = await api.call('POST', `/areas/${areaId}/users/${userId}/reset`)
    expect(one).toMatchObject({ status: 200, json: { areaId, userId, resetAt, isApplied: false } })
    const { now } = api.clock
    expect(await posture()).toMatchObject({ version: 1, resets: [{ areaId, userId, at: now }] })
    const all = await api.call('POST', `/areas/${areaId}/reset`, { as: assistant() })
    expect(all.json).toEqual({ areaId, resetAt: '2026-03-02T12:00:00.001Z', isApplied: false })
    expect((await posture()).resets).toEqual([{ areaId, at: now + 1 }])
    const events = api.table.items().filter(({ type }) => type === 'area.reset')
    expect(events.map(({ facts }) => facts)).toEqual([{ changes: [{ property: 'userId', currentValue: String(userId) }] }, {}])
  })

  it('is answered as applied when the panel says so', async () => {
    const { api, areaId, controlPanelId } = await world()
    await connectPanel(api, controlPanelId)
    const presence = api.table.items().find(({ entity }) => entity === 'panel-presence')
    if (!presence) throw new Error('The panel has a presence')
    await api.table.update({ update: presence, set: { appliedPosture: 1 } })
    expect((await api.call('POST', `/areas/${areaId}/reset`)).json).toMatchObject({ isApplied: true })
  })

  it('goes with its area', async () => {
    const { api, areaId, posture } = await world()
    await api.call('POST', `/areas/${areaId}/reset`)
    await api.call('DELETE', `/areas/${areaId}`)
    expect(await posture()).toMatchObject({ version: 2, resets: [] })
  })

  it('of an area or a person that does not exist, or is another account’s, is 404 and changes nothing', async () => {
    const { api, areaId, userId, posture } = await world()
    for (const path of ['/areas/123/reset', `/areas/123/users/${userId}/reset`, `/areas/${areaId}/users/123/reset`])
      expect((await api.call('POST', path)).status).toBe(404)
    expect((await api.call('POST', `/areas/${areaId}/reset`, { as: stranger() })).status).toBe(404)
    expect(await posture()).toMatchObject({ version: 0, resets: [] })
  })
})

describe('the resets of a panel', () => {
  const [area, other] = [AreaId.parse(1), AreaId.parse(2)]
  const now = 10_000_000_000
  const week = 7 * 86_400_000
  const reset = (userId: number, at: number, areaId = area) => ({ areaId, userId: UserId.parse(userId), at })
  const having = (resets: Posture['resets']): Posture => ({ ...firstPosture(PanelId.parse(3)), resets })
  const resetsAfter = (resets: Posture['resets'], wanted: Parameters<typeof decideReset>[1]) => {
    const decided = decideReset(having(resets), wanted, now)
    return decided.ok ? decided.value.resets : decided.error
  }

  it('hold one of each person, and of everybody none besides', () => {
    const before = [reset(1, 5), reset(2, 6), reset(1, 7, other)]
    expect(resetsAfter(before, { areaId: area, userId: UserId.parse(1) })).toEqual([
      reset(2, 6),
      reset(1, 7, other),
      reset(1, now),
    ])
    expect(resetsAfter(before, { areaId: area })).toEqual([reset(1, 7, other), { areaId: area, at: now }])
  })

  it('are later than those before them, whatever clock said so', () => {
    expect(resetsAfter([reset(1, now + 50)], { areaId: area })).toEqual([{ areaId: area, at: now + 51 }])
  })

  it('are as many as fit: those of more than a week ago give way, others do not', () => {
    const people = Array.from({ length: maxResets }, (_, index) => index + 1)
    const wanted = { areaId: area, userId: UserId.parse(99) }
    const old = people.map((id) => reset(id, id <= 2 ? now - week : now - week + 1))
    expect(resetsAfter(old, wanted)).toEqual([...old.slice(2), reset(99, now)])
    const recent = people.map((id) => reset(id, now - 1))
    expect(resetsAfter(recent, wanted)).toEqual({ kind: 'area_resets_full', panelId: 3, count: maxResets })
    expect(resetsAfter(recent, { areaId: area })).toEqual([{ areaId: area, at: now }])
  })

  it('are signed with the rest of the posture, and left out when there are none', async () => {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
    const key = await signingKey(await exportJWK(privateKey))
    const payload = async (resets: Posture['resets']) =>
      PosturePayload.parse(decodeJwt((await postureMessage(key, having(resets), now)).jws))
    expect(await payload([reset(1, 5), { areaId: other, at: 6 }])).toMatchObject({
      resets: [reset(1, 5), { areaId: other, at: 6 }],
    })
    expect(await payload([])).not.toHaveProperty('resets')
  })
})
