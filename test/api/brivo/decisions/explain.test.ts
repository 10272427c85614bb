import { describe, expect, it } from 'vitest'
import { createDoorSet } from '../../../../shared/domain/places/door-sets/create.ts'
import { AccessPointId } from '../../../../shared/lib/ids.ts'
import { somebody, stranger } from '../../../support/api.ts'
import { monday, withAda } from '../../../support/explaining.ts'

describe('explaining a decision', () => {
  it('says what the panel would decide of a person, with the event, the schedule and each check by names', async () => {
    const { explain, ada, adasCard, front, siteId, mondays, staff } = await withAda()
    const { status, json } = await explain({ userId: ada })
    expect(status).toBe(200)
    expect(json).toEqual({
      accessPoint: { id: front, name: 'Front door', type: 'DOOR', siteId, siteName: 'Office' },
      side: 1,
      at: new Date(monday).toISOString(),
      decision: 'granted',
      reason: 'granted',
      eventCode: 2004,
      eventAction: 'Open',
      presented: 'CREDENTIAL',
      user: { id: ada, firstName: 'Ada', lastName: 'Lovelace' },
      credential: { id: adasCard, kind: 'CARD' },
      schedule: { id: mondays, name: 'Mondays' },
      trace: [
        { rule: 'access_point_known', passed: true, detail: `access point 'Front door' (${front})` },
        { rule: 'credential_known', passed: true, detail: `credential ${adasCard}` },
        { rule: 'user_known', passed: true, detail: `user 'Ada Lovelace' (${ada})` },
        { rule: 'user_not_suspended', passed: true },
        { rule: 'credential_active', passed: true },
        {
          rule: 'credential_effective',
          passed: true,
          detail: `credential ${adasCard} is valid from ${new Date(monday).toISOString()}`,
        },
        { rule: 'permission_here', passed: true, detail: `by group 'Staff' (${staff})` },
        { rule: 'schedule_open', passed: true, detail: `schedule 'Mondays' (${mondays})` },
      ],
      assumptions: [],
      basis: 'cloud',
      // The panel has no rules yet.
      configuration: { desiredVersion: 0, appliedVersion: 0, isCurrent: false },
      posture: { desiredVersion: 0, appliedVersion: 0, isCurrent: true },
    })
  })

  it('asks what the door asks for besides a permission, during its schedule and of those whom it concerns', async () => {
    const { explain, call, made, ada, staff, front } = await withAda()
    const tuesdays = await made('/schedules', {
      name: 'Tuesdays',
      scheduleBlocks: { tuesday: [{ start: '06:00', end: '18:00' }] },
    })
    const visitors = await made('/groups', { name: 'Visitors' })
    const reasonWith = async (doorRules: object) => {
      await call('PUT', `/access-points/${front}`, { body: { doorRules } })
      return (await explain({ userId: ada })).json.reason
    }
    const factors = { sets: [['CARD', 'PIN']] }
    expect(await reasonWith({ factors })).toBe('second_factor_required')
    expect(await reasonWith({ factors: { ...factors, scheduleId: tuesdays } })).toBe('granted')
    expect(await reasonWith({ factors: { ...factors, side: 2 } })).toBe('granted')
    expect(await reasonWith({ twoPerson: {} })).toBe('second_person_required')
    expect(await reasonWith({ twoPerson: { scheduleId: tuesdays } })).toBe('granted')
    expect(await reasonWith({ escort: { groupIds: [visitors] } })).toBe('granted')
    await call('PUT', `/groups/${visitors}/users/${ada}`)
    expect(await reasonWith({ escort: { groupIds: [visitors] } })).toBe('escort_required')
    expect(await reasonWith({ escort: { groupIds: [staff] } })).toBe('escort_required')
  })

  it('is about the instant that is named, or else now', async () => {
    const { explain, ada, clock } = await withAda()
    expect((await explain({ userId: ada, at: '2026-03-03T12:00:00Z' })).json).toMatchObject({
      decision: 'denied',
      reason: 'outside_schedule',
      eventCode: 5018,
      at: '2026-03-03T12:00:00.000Z',
    })
    clock.now += 24 * 3_600_000
    expect((await explain({ userId: ada })).json.reason).toBe('outside_schedule')
    expect((await explain({ userId: ada, at: '2026-03-02T06:00:00-05:00' })).json.reason).toBe('granted')
  })

  it('knows a card by its value, of whatever kind and length, and a PIN alone or beside it', async () => {
    const { explain, adasCard, ada } = await withAda()
    const asked = async (body: object) => {
      const { json } = await explain(body)
      return [json.reason, json.presented, json.credential?.id, json.user?.id]
    }
    expect(await asked({ encodedCredential: '0A00C8' })).toEqual(['granted', 'CREDENTIAL', adasCard, ada])
    expect(await asked({ encodedCredential: 'a00c8', bits: 26, kind: 'card' })).toEqual(['granted', 'CREDENTIAL', adasCard, ada])
    expect(await asked({ encodedCredential: 'a00c8', bits: 34 })).toEqual([
      'unknown_credential',
      'CREDENTIAL',
      undefined,
      undefined,
    ])
    expect(await asked({ encodedCredential: 'a00c8', pin: '4711' })).toEqual(['granted', 'CREDENTIAL_AND_PIN', adasCard, ada])
    expect(await asked({ encodedCredential: 'a00c8', pin: '4712' })).toEqual(['wrong_pin', 'CREDENTIAL_AND_PIN', adasCard, ada])
    expect(await asked({ credentialId: adasCard, pin: '4711' })).toEqual(['granted', 'CREDENTIAL_AND_PIN', adasCard, ada])
    expect(await asked({ pin: '4711' })).toEqual(['granted', 'PIN', undefined, ada])
    expect(await asked({ pin: '9999' })).toEqual(['unknown_pin', 'PIN', undefined, undefined])
    expect(await asked({ kind: 'qr', encodedCredential: 'a00c8' })).toEqual([
      'unknown_credential',
      'CREDENTIAL',
      undefined,
      undefined,
    ])
  })

  it("knows the zone codes of the door, which are nobody's", async () => {
    const { explain, deps, front } = await withAda()
    const doors = [{ accessPointId: AccessPointId.parse(front), side: 1 as const }]
    const made = await createDoorSet(deps, somebody(), { name: 'Zone', exclusive: false, zoneCode: '7000', doors })
    expect(made.ok).toBe(true)
    const { status, json } = await explain({ pin: '7000' })
    expect([status, json.decision, json.user, json.credential]).toEqual([200, 'granted', undefined, undefined])
    expect((await explain({ pin: '7000', side: 2 })).json).toMatchObject({ reason: 'unknown_pin' })
  })

  it('says of a card whose bits were not counted that it may be one of several', async () => {
    const { explain, card, give, made, call, staff, adasCard } = await withAda()
    const bob = await made('/users', { firstName: 'Bob', lastName: 'Byron' })
    const longer = await card('a00c8', 34)
    await give(longer, bob)
    // Nobody who may pass nowhere is in the rules of the panel.
    expect((await explain({ encodedCredential: 'a00c8' })).json).toMatchObject({ reason: 'granted' })
    await call('PUT', `/groups/${staff}/users/${bob}`)
    const { json } = await explain({ encodedCredential: 'a00c8' })
    expect(json).toMatchObject({ decision: 'denied', reason: 'ambiguous_credential', eventCode: 5012 })
    expect(json.trace.at(-1).detail).toBe(`no bit count was read, and it may be credential ${adasCard}, credential ${longer}`)
    expect((await explain({ encodedCredential: 'a00c8', bits: 34 })).json).toMatchObject({ user: { id: bob } })
  })

  it('tells who may pass at another door of the panel from who is in none of its rules, by the event of either', async () => {
    const { explain, ada, back, call, staff } = await withAda()
    const denied = { decision: 'denied', user: { id: ada }, eventCode: 5018, eventAction: 'Unauthorized Access Attempt' }
    expect((await explain({ accessPointId: back, userId: ada })).json).toMatchObject({ ...denied, reason: 'no_permission' })
    await call('DELETE', `/groups/${staff}/users/${ada}`)
    expect((await explain({ userId: ada })).json).toMatchObject({ ...denied, reason: 'unknown_credential' })
  })

  it('asks for the PIN beside the card where the door does', async () => {
    const { explain, call, front, ada, adasCard, made, card, give, staff } = await withAda()
    await call('PUT', `/access-points/${front}`, { body: { twoFactorEnabled: true } })
    expect((await explain({ userId: ada })).json).toMatchObject({ reason: 'granted', presented: 'CREDENTIAL_AND_PIN' })
    expect((await explain({ credentialId: adasCard })).json).toMatchObject({ reason: 'second_factor_required', eventCode: 90004 })
    const bob = await made('/users', { firstName: 'Bob', lastName: 'Byron' })
    await give(await card('b', 26), bob)
    await call('PUT', `/groups/${staff}/users/${bob}`)
    expect((await explain({ userId: bob })).json).toMatchObject({ reason: 'second_factor_required' })
  })

  it('obeys a lockdown, and the groups that are excluded from it', async () => {
    const { explain, call, setPosture, staff, ada } = await withAda()
    await setPosture('lockdown')
    expect((await explain({ userId: ada })).json).toMatchObject({
      reason: 'locked_down',
      eventCode: 90008,
      posture: { desiredVersion: 1, appliedVersion: 0, isCurrent: false },
    })
    await call('PUT', `/groups/${staff}`, { body: { name: 'Staff', excludedFromLockdown: true } })
    expect((await explain({ userId: ada })).json.reason).toBe('granted')
  })

  it('names the floors of a lift that may be chosen', async () => {
    const { explain, made, permit, front, back, staff, mondays, ada } = await withAda()
    const floor = (name: string, floorNumber: number) =>
      made('/access-points', { name, type: 'FLOOR', elevatorId: back, floorNumber, relay: floorNumber })
    const [first] = [await floor('First floor', 1), await floor('Second floor', 2)]
    expect((await explain({ accessPointId: back, userId: ada })).json.reason).toBe('no_permission')
    await permit(staff, first, mondays)
    expect((await explain({ accessPointId: back, userId: ada })).json).toMatchObject({
      decision: 'granted',
      floors: [{ id: first, name: 'First floor' }],
      onlyFloors: true,
    })
    expect((await explain({ accessPointId: front, userId: ada })).json).not.toHaveProperty('floors')
  })

  it('takes a schedule for not enabled and a lock for not private, says so, and is told otherwise', async () => {
    const { explain, made, permit, staff, controlPanelId, ada } = await withAda()
    const hosts = await made('/groups', { name: 'Hosts' })
    const enabled = await made('/schedules', {
      name: 'When a host is in',
      enablingGroupId: hosts,
      gracePeriod: 10,
      scheduleBlocks: { monday: [{ start: '06:00', end: '18:00' }] },
    })
    const lock = await made('/access-points', { name: 'Lab', type: 'SALTO_DOOR', controlPanelId, lockSerialNumber: 'S1' })
    await permit(staff, lock, enabled)
    const asked = async (more: object) => (await explain({ accessPointId: lock, userId: ada, ...more })).json
    const unknown = await asked({})
    expect(unknown.reason).toBe('outside_schedule')
    expect(unknown.assumptions).toEqual([
      expect.stringContaining(`'When a host is in' (${enabled})`),
      expect.stringContaining('set the lock to privacy'),
    ])
    const assume = { enabledScheduleIds: [enabled] }
    expect((await asked({ assume })).reason).toBe('granted')
    expect((await asked({ assume: { ...assume, privacyMode: true } })).reason).toBe('privacy_mode')
    await permit(staff, lock, enabled, { privacyModeOverride: true })
    expect((await asked({ assume: { ...assume, privacyMode: true } })).reason).toBe('granted')
    expect((await asked({ change: { userGroups: { add: [hosts] } } })).after.reason).toBe('granted')
  })

  it('says whether the panel has the rules', async () => {
    const { explain, table, controlPanelId, ada } = await withAda()
    const presence = table.items().find(({ entity, panelId }) => entity === 'panel-presence' && panelId === controlPanelId)
    if (!presence) throw new Error('no presence')
    await table.update({ update: presence, set: { rulesVersion: 4, appliedVersion: 3 } })
    expect((await explain({ userId: ada })).json.configuration).toEqual({
      desiredVersion: 4,
      appliedVersion: 3,
      isCurrent: false,
    })
    await table.update({ update: presence, set: { appliedVersion: 4 } })
    expect((await explain({ userId: ada })).json.configuration).toEqual({ desiredVersion: 4, appliedVersion: 4, isCurrent: true })
  })

  it('never answers a PIN or the bits of a card', async () => {
    const { explain, ada, adasCard, call, front } = await withAda()
    for (const twoFactorEnabled of [false, true]) {
      await call('PUT', `/access-points/${front}`, { body: { twoFactorEnabled } })
      for (const who of [
        { userId: ada },
        { credentialId: adasCard, pin: '4711' },
        { encodedCredential: 'a00c8' },
        { pin: '4711' },
      ]) {
        const { text } = await explain({ ...who, change: { userSuspended: true } })
        expect(text).not.toMatch(/4711|a00c8/i)
      }
    }
  })

  it('stores nothing', async () => {
    const { explain, ada, staff, table } = await withAda()
    const before = structuredClone(table.items())
    await explain({ userId: ada, change: { userGroups: { remove: [staff] }, userSuspended: true } })
    expect(table.items()).toEqual(before)
  })
})

describe('a question that cannot be answered', () => {
  it.each([
    [{}, 'userId'],
    [{ userId: 1, credentialId: 2 }, 'userId'],
    [{ userId: 1, pin: '1234' }, 'userId'],
    [{ credentialId: 1, encodedCredential: 'a' }, 'userId'],
    [{ userId: 1, kind: 'CARD' }, 'encodedCredential'],
    [{ encodedCredential: 'xyz' }, 'encodedCredential'],
    [{ encodedCredential: 'a', kind: 'PINE' }, 'kind'],
    [{ pin: 'abc' }, 'pin'],
    [{ userId: 1, side: 3 }, 'side'],
    [{ userId: 1, at: 'soon' }, 'soon'],
    [{ userId: 1, change: { permission: { groupId: 1 } } }, 'scheduleId'],
    [{ userId: 1, change: { credentialDates: { effectiveTo: '2026-01-01' } } }, 'change'],
  ])('%j is 400', async (body, named) => {
    const { explain } = await withAda()
    const answer = await explain(body)
    expect(answer.status).toBe(400)
    expect(answer.json.message).toContain(named)
    expect(answer.text).not.toMatch(/xyz|abc/)
  })

  it('is 404 for what the account has not, whoever has it, in changes too', async () => {
    const { explain, ada, adasCard, staff } = await withAda()
    const as = stranger()
    for (const body of [{ userId: ada }, { credentialId: adasCard }, { encodedCredential: 'a00c8' }])
      expect(await explain(body, { as })).toMatchObject({ status: 404, json: { message: 'Unknown Access Point' } })
    expect(await explain({ userId: 1 })).toMatchObject({ status: 404, json: { message: 'Requested user not found' } })
    expect(await explain({ credentialId: 1 })).toMatchObject({ status: 404 })
    expect(await explain({ userId: ada, change: { userGroups: { add: [1] } } })).toMatchObject({
      status: 404,
      json: { message: 'Unknown Group' },
    })
    const permission = { groupId: staff, scheduleId: 1 }
    expect(await explain({ userId: ada, change: { permission } })).toMatchObject({ status: 404 })
  })

  it('is 403 for who may not see users, or credentials where one is named; else a credential has no name', async () => {
    const { explain, ada, adasCard } = await withAda()
    const only = (...granted: string[]) => {
      const all = somebody()
      return { ...all, grants: all.grants.filter(({ permission }) => granted.includes(permission)) }
    }
    expect((await explain({ userId: ada }, { as: only('access-points:view') })).status).toBe(403)
    expect((await explain({ userId: ada }, { as: only('users:view') })).status).toBe(403)
    const as = only('access-points:view', 'users:view')
    for (const who of [{ credentialId: adasCard }, { encodedCredential: 'a00c8' }])
      expect((await explain(who, { as })).status).toBe(403)
    const { status, json, text } = await explain({ userId: ada }, { as })
    expect([status, json.decision]).toEqual([200, 'granted'])
    expect(json).not.toHaveProperty('credential')
    expect(text).not.toContain(String(adasCard))
  })
})

describe('a change that nobody has made', () => {
  it('is decided beside what is: groups, suspension, permissions, dates', async () => {
    const { explain, made, ada, adasCard, back, staff, mondays } = await withAda()
    const guards = await made('/groups', { name: 'Guards' })
    const both = async (body: object) => {
      const { json } = await explain(body)
      return [json.reason, json.after.reason]
    }
    expect(await both({ userId: ada, change: {} })).toEqual(['granted', 'granted'])
    expect(await both({ userId: ada, change: { userSuspended: true } })).toEqual(['granted', 'user_suspended'])
    expect(await both({ userId: ada, change: { userGroups: { remove: [staff] } } })).toEqual(['granted', 'unknown_credential'])
    const taken = { permission: { groupId: staff, scheduleId: null } }
    expect(await both({ userId: ada, change: taken })).toEqual(['granted', 'unknown_credential'])
    const given = { permission: { groupId: staff, scheduleId: mondays } }
    expect(await both({ accessPointId: back, userId: ada, change: given })).toEqual(['no_permission', 'granted'])
    const other = { permission: { groupId: guards, scheduleId: mondays } }
    expect(await both({ accessPointId: back, userId: ada, change: other })).toEqual(['no_permission', 'no_permission'])
    expect(await both({ accessPointId: back, userId: ada, change: { ...other, userGroups: { add: [guards] } } })).toEqual([
      'no_permission',
      'granted',
    ])
    const over = { credentialDates: { effectiveTo: '2026-03-01T00:00:00Z' } }
    expect(await both({ credentialId: adasCard, change: over })).toEqual(['granted', 'credential_not_effective'])
  })

  it('takes away a date by null', async () => {
    const { explain, give, ada, adasCard } = await withAda()
    await give(adasCard, ada, { effectiveFrom: '2026-01-01T00:00:00Z', effectiveTo: '2026-02-01T00:00:00Z' })
    const { json } = await explain({ credentialId: adasCard, change: { credentialDates: { effectiveTo: null } } })
    expect([json.reason, json.after.reason]).toEqual(['credential_not_effective', 'granted'])
  })
})
