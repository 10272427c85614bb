import { describe, expect, it } from 'vitest'
import { everywhere } from '../../../../shared/domain/identity/principals/permission.ts'
import { SiteId } from '../../../../shared/lib/ids.ts'
import { somebody, stranger } from '../../../support/api.ts'
import { withAda } from '../../../support/explaining.ts'

describe('where a user and a credential are live', () => {
  it('are the doors of the rules of the user, with schedules and how far the panel is, paged', async () => {
    const { call, permit, staff, mondays, ada, adasCard, front, back, siteId, made, table, controlPanelId } = await withAda()
    const evenings = await made('/schedules', {
      name: 'Evenings',
      scheduleBlocks: { monday: [{ start: '18:00', end: '20:00' }] },
    })
    const guards = await made('/groups', { name: 'Guards' })
    await call('PUT', `/groups/${guards}/users/${ada}`)
    await permit(guards, front, evenings)
    await permit(staff, back, mondays)
    const presence = table.items().find(({ entity, panelId }) => entity === 'panel-presence' && panelId === controlPanelId)
    if (!presence) throw new Error('no presence')
    await table.update({ update: presence, set: { rulesVersion: 4, appliedVersion: 3 } })
    for (const path of [`/users/${ada}/access`, `/credentials/${adasCard}/access`]) {
      const { status, json } = await call('GET', path)
      expect(status).toBe(200)
      const panel = { desiredVersion: 4, appliedVersion: 3, isCurrent: false }
      const door = { type: 'DOOR', siteId, siteName: 'Office' }
      expect(json).toEqual({
        data: [
          {
            accessPoint: { id: front, name: 'Front door', ...door },
            schedules: [
              { id: mondays, name: 'Mondays' },
              { id: evenings, name: 'Evenings' },
            ],
            isAlways: false,
            panel,
          },
          {
            accessPoint: { id: back, name: 'Back door', ...door },
            schedules: [{ id: mondays, name: 'Mondays' }],
            isAlways: false,
            panel,
          },
        ],
        offset: 0,
        pageSize: 20,
        count: 2,
      })
      expect((await call('GET', `${path}?offset=1&pageSize=1`)).json).toMatchObject({
        count: 2,
        data: [{ accessPoint: { id: back } }],
      })
    }
  })

  it('are none while the user is suspended, or the credential is outside its dates or nobody has it', async () => {
    const { call, ada, adasCard, give, card } = await withAda()
    const count = async (path: string) => (await call('GET', path)).json.count
    const [user, credential] = [`/users/${ada}/access`, `/credentials/${adasCard}/access`]
    expect([await count(user), await count(credential)]).toEqual([1, 1])
    await give(adasCard, ada, { effectiveFrom: '2026-01-01T00:00:00Z', effectiveTo: '2026-02-01T00:00:00Z' })
    expect([await count(user), await count(credential)]).toEqual([1, 0])
    expect(await count(`/credentials/${await card('b', 26)}/access`)).toBe(0)
    await give(adasCard, ada, { effectiveFrom: '2026-01-01T00:00:00Z', effectiveTo: '2027-02-01T00:00:00Z' })
    await call('PUT', `/users/${ada}/suspended`, { body: { suspended: true } })
    expect([await count(user), await count(credential)]).toEqual([0, 0])
  })

  it('are for who may see access points too, and 404 for others', async () => {
    const { call, ada, adasCard } = await withAda()
    const only = (...granted: string[]) => {
      const all = somebody()
      return { ...all, grants: all.grants.filter(({ permission }) => granted.includes(permission)) }
    }
    for (const [path, permission] of [
      [`/users/${ada}/access`, 'users:view'],
      [`/credentials/${adasCard}/access`, 'credentials:view'],
    ] as const) {
      expect((await call('GET', path, { as: stranger() })).status).toBe(404)
      expect((await call('GET', path, { as: only(permission) })).status).toBe(403)
      expect((await call('GET', path, { as: only('access-points:view') })).status).toBe(403)
      expect((await call('GET', path, { as: only('access-points:view', permission) })).status).toBe(200)
    }
  })

  it('are the assigned doors only, by whatever group', async () => {
    const { call, ada, made, permit, staff, mondays, front } = await withAda()
    const elsewhere = await made('/sites', { siteName: 'Elsewhere', timeZone: 'UTC' })
    const panel = await made('/control-panels', { name: 'There', serialNumber: 'SP-9', siteId: elsewhere })
    const gate = await made('/access-points', { name: 'Gate', controlPanelId: panel })
    await permit(staff, gate, mondays)
    const all = somebody()
    const scope = { ...everywhere, sites: [SiteId.parse(elsewhere)] }
    const as = { ...all, grants: all.grants.map(({ permission }) => ({ permission, scope })) }
    const { json, text } = await call('GET', `/users/${ada}/access`, { as })
    expect(json).toMatchObject({ count: 1, data: [{ accessPoint: { id: gate } }] })
    expect(text).not.toContain(String(front))
  })
})
