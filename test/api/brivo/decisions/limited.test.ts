import { describe, expect, it } from 'vitest'
import { everywhere, type Scope } from '../../../../shared/domain/identity/principals/permission.ts'
import type { AdministratorPrincipal } from '../../../../shared/domain/identity/principals/principal.ts'
import { GroupId, SiteId } from '../../../../shared/lib/ids.ts'
import { somebody } from '../../../support/api.ts'
import { withAda } from '../../../support/explaining.ts'

/** Somebody who has a part of the account. */
const limitedTo = (scope: Partial<Scope>): AdministratorPrincipal => {
  const all = somebody()
  return { ...all, grants: all.grants.map(({ permission }) => ({ permission, scope: { ...everywhere, ...scope } })) }
}

describe('an explanation for somebody who is limited', () => {
  it('names no group that is not assigned, and decides by all the rules all the same', async () => {
    const { explain, made, call, permit, front, mondays, staff, ada } = await withAda()
    const secret = await made('/groups', { name: 'Secret society' })
    const visible = await made('/groups', { name: 'Visible' })
    for (const group of [secret, visible]) await call('PUT', `/groups/${group}/users/${ada}`)
    await call('DELETE', `/groups/${staff}/users/${ada}`)
    await permit(secret, front, mondays)
    const as = limitedTo({ groups: [GroupId.parse(visible)] })
    const { json, text } = await explain({ userId: ada }, { as })
    expect(json).toMatchObject({ decision: 'granted', user: { id: ada } })
    expect(json.trace.find(({ rule }: { rule: string }) => rule === 'permission_here').detail).toBe(
      'by a group that is not assigned to you',
    )
    expect(text).not.toMatch(new RegExp(`Secret|${secret}`))
    const add = { userGroups: { add: [secret] } }
    expect(await explain({ userId: ada, change: add }, { as })).toMatchObject({ status: 404 })
    const permission = { groupId: secret, scheduleId: mondays }
    expect(await explain({ userId: ada, change: { permission } }, { as })).toMatchObject({ status: 404 })
  })

  it('knows nobody who is hidden: not by id, by card or by PIN', async () => {
    const { explain, made, ada, adasCard } = await withAda()
    const own = await made('/groups', { name: 'Own' })
    const as = limitedTo({ groups: [GroupId.parse(own)] })
    expect((await explain({ userId: ada }, { as })).status).toBe(404)
    expect((await explain({ credentialId: adasCard }, { as })).status).toBe(404)
    for (const [what, nobody] of [
      [
        { encodedCredential: 'a00c8', bits: 26 },
        { encodedCredential: 'a00c9', bits: 26 },
      ],
      [{ pin: '4711' }, { pin: '4712' }],
    ])
      expect((await explain(what ?? {}, { as })).json).toEqual((await explain(nobody ?? {}, { as })).json)
  })

  it('is about doors of assigned sites only', async () => {
    const { explain, made, siteId, ada } = await withAda()
    const other = await made('/sites', { siteName: 'Elsewhere', timeZone: 'UTC' })
    const at = (site: number) => explain({ userId: ada }, { as: limitedTo({ sites: [SiteId.parse(site)] }) })
    expect(await at(other)).toMatchObject({ status: 404, json: { message: 'Unknown Access Point' } })
    expect(await at(siteId)).toMatchObject({ status: 200, json: { decision: 'granted' } })
  })

  it('does not say which group enables a schedule, and decides by it', async () => {
    const { explain, made, call, permit, back, staff, ada } = await withAda()
    const hosts = await made('/groups', { name: 'Hosts' })
    const enabled = await made('/schedules', {
      name: 'Hosted',
      enablingGroupId: hosts,
      gracePeriod: 10,
      scheduleBlocks: { monday: [{ start: '06:00', end: '18:00' }] },
    })
    const as = limitedTo({ groups: [GroupId.parse(staff)] })
    const change = { permission: { groupId: staff, scheduleId: enabled } }
    const proposed = await explain({ accessPointId: back, userId: ada, change }, { as })
    expect(proposed.json.after.reason).toBe('outside_schedule')
    await permit(staff, back, enabled)
    await call('PUT', `/groups/${hosts}/users/${ada}`)
    const { json, text } = await explain({ accessPointId: back, userId: ada }, { as })
    expect(json.decision).toBe('granted')
    expect(text).not.toMatch(new RegExp(`Hosts|${hosts}`))
  })
})
