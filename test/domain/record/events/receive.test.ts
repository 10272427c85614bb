import { beforeEach, describe, expect, it } from 'vitest'
import { receiveEvents } from '../../../../shared/domain/record/events/receive.ts'
import type { ReportedAccess, ReportedEvent } from '../../../../shared/domain/record/events/reported.ts'
import {
  AccessPointId,
  AccountId,
  CredentialId,
  DoorSetId,
  PanelId,
  ReaderId,
  SiteId,
  UserId,
} from '../../../../shared/lib/ids.ts'
import type { Pause } from '../../../../shared/lib/retry.ts'
import { ruleStore } from '../../../../shared/storage/access/rules.ts'
import { entityKey, relationKey } from '../../../../shared/storage/keys/common.ts'
import { presenceKey } from '../../../../shared/storage/keys/devices.ts'
import { claimValue } from '../../../../shared/storage/people/credential-claims.ts'
import { uploadStore } from '../../../../shared/storage/record/uploads.ts'
import { memoryTable } from '../../../fakes/memory-table.ts'
import { turnsPause } from '../../../fakes/pause.ts'
import { credential, visitor } from '../../../support/holders.ts'
import { groupRule } from '../../../support/rules.ts'

const accountId = AccountId.parse(1)
const panel = { accountId, panelId: PanelId.parse(7), keyId: 'key' }
const epoch = '6e8bc430-9c3a-4d9a-8f21-0a4f0d3f5b11'
const now = Date.UTC(2026, 2, 2, 12)
const doorId = AccessPointId.parse(5)

const swipe = (sequence: number, wanted: Partial<ReportedAccess> = {}): ReportedAccess => ({
  kind: 'access',
  sequence,
  accessPointId: doorId,
  reason: 'granted',
  decision: 'granted',
  presented: { encodedCredential: '28c0293', bits: 26 },
  credentialId: CredentialId.parse(91),
  userId: UserId.parse(81),
  occurredAt: now - 1_000 + sequence,
  clockQuality: 'synced',
  ...wanted,
})
const unknown = (sequence: number, encodedCredential: string): ReportedAccess => {
  const { credentialId: _, userId: __, ...rest } = swipe(sequence)
  return {
    ...rest,
    decision: 'denied',
    reason: 'unknown_credential',
    presented: { encodedCredential, bits: 26 },
  }
}
const swipes = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => swipe(from + index))

let table: ReturnType<typeof memoryTable>
let deps: { uploads: ReturnType<typeof uploadStore>; now: () => number; pause: Pause }
/** Lets a group through the door. */
const putRule = async (groupId: number) => {
  await put(entityKey(accountId, 'group', groupId), { entity: 'group' })
  await ruleStore(table).set(accountId, groupRule(groupId, doorId), undefined)
}
const put = (key: { pk: string; sk: string }, item: object) => table.write([{ put: { ...key, ...item } }])
beforeEach(async () => {
  table = memoryTable()
  deps = { uploads: uploadStore(table), now: () => now, pause: turnsPause() }
  await put(presenceKey(accountId, panel.panelId), { entity: 'panel-presence', keyId: 'key' })
  const door = { id: doorId, version: 1, name: 'Front door', panelId: 7, siteId: 3, siteName: 'Office', type: 'DOOR' }
  const settings = { activationEnabled: true, twoFactorEnabled: false, reportLiveStatus: true, pulseSeconds: 5 }
  await put(entityKey(accountId, 'access-point', doorId), {
    entity: 'access-point',
    ...door,
    ...settings,
    createdAt: 1,
    updatedAt: 1,
  })
  await putUser(81, { firstName: 'Ursula', lastName: 'User' })
})
const putUser = (id: number, more: object) =>
  put(entityKey(accountId, 'user', id), {
    entity: 'user',
    id,
    version: 1,
    kind: 'USER',
    firstName: 'A',
    lastName: 'B',
    suspended: false,
    bleTwoFactorExempt: false,
    emails: [],
    phoneNumbers: [],
    groupIds: [],
    createdAt: 1,
    updatedAt: 1,
    ...more,
  })
const putCard = async (id: number, encoded: string, more: object, bits?: number) => {
  const card = credential(id, { encoded, ...more })
  if (bits === undefined) delete card.bits
  else card.bits = bits
  await put(entityKey(accountId, 'credential', id), { entity: 'credential', ...card })
  await table.write([claimValue(accountId, card)])
}
const receive = (reports: ReportedEvent[], of = panel) => receiveEvents(deps, of, epoch, reports)
const events = () => table.items().filter(({ entity }) => entity === 'event')
const sequences = () =>
  events()
    .map((event) => (event.panel as { sequence: number }).sequence)
    .sort((a, b) => a - b)
const counted = () =>
  table
    .items()
    .filter(({ pk }) => pk.includes('event-counts') && !pk.includes('site'))
    .reduce((sum, { n }) => sum + Number(n), 0)

describe('what a panel says of a door that is not its own', () => {
  it('is stored, and not as an event of that door or its site', async () => {
    const other = AccessPointId.parse(6)
    const item = table.items().find(({ entity }) => entity === 'access-point')
    await put(entityKey(accountId, 'access-point', other), {
      ...item,
      ...entityKey(accountId, 'access-point', other),
      id: 6,
      panelId: 8,
    })
    expect(await receiveEvents(deps, panel, epoch, [swipe(1), swipe(2, { accessPointId: other })])).toEqual({
      ok: true,
      value: 2,
    })
    const [own, foreign] = table.items().filter(({ entity }) => entity === 'event')
    expect(own).toMatchObject({ type: 'access.granted', subject: { id: doorId }, site: { id: 3 } })
    expect(foreign).toMatchObject({ type: 'access.granted', panel: { sequence: 2 } })
    expect(foreign).not.toHaveProperty('subject')
    expect(foreign).not.toHaveProperty('site')
  })
})

describe('events of a panel', () => {
  it('are stored with the names of the door, its site and the person', async () => {
    expect(await receive([swipe(1)])).toEqual({ ok: true, value: 1 })
    expect(events()).toEqual([
      expect.objectContaining({
        kind: 'access',
        type: 'access.granted',
        actor: { kind: 'user', id: 81, name: 'Ursula User' },
        subject: { kind: 'access_point', id: 5, name: 'Front door' },
        site: { id: 3, name: 'Office' },
        occurredAt: now - 999,
        processedAt: now,
        facts: { reason: 'granted', side: 1, credential: { id: 91, disabled: false } },
        panel: { panelId: 7, epoch, sequence: 1 },
      }),
    ])
  })

  it('keep the version of the rules by which the panel decided', async () => {
    await receive([swipe(1, { configVersion: 12 })])
    expect(events()).toMatchObject([{ facts: { rulesVersion: 12 } }])
  })

  it('that come again add nothing, and are acknowledged again', async () => {
    await receive(swipes(1, 5))
    const before = table.items()
    expect(await receive(swipes(1, 5))).toEqual({ ok: true, value: 5 })
    expect(await receive(swipes(2, 3))).toEqual({ ok: true, value: 5 })
    expect(table.items()).toEqual(before)
  })

  it('live and then back-filled are each stored once, and acknowledged up to the first gap', async () => {
    expect(await receive(swipes(6, 8))).toEqual({ ok: true, value: 0 })
    expect(await receive(swipes(1, 3))).toEqual({ ok: true, value: 3 })
    expect(await receive(swipes(3, 7))).toEqual({ ok: true, value: 8 })
    expect(sequences()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(counted()).toBe(8)
  })

  it('that come twice at once, from two connections, are stored and counted once', async () => {
    const answers = await Promise.all([
      receive(swipes(1, 30)),
      receive(swipes(1, 30)),
      receive(swipes(20, 50)),
      receive(swipes(51, 60)),
    ])
    expect(answers.every(({ ok }) => ok)).toBe(true)
    expect(await receive(swipes(1, 60))).toEqual({ ok: true, value: 60 })
    expect(sequences()).toEqual(Array.from({ length: 60 }, (_, index) => index + 1))
    expect(counted()).toBe(60)
  })

  it('are stored 500 at a time, also when they happened in 500 different hours', async () => {
    const old = swipes(1, 500).map((report) => ({ ...report, occurredAt: now - report.sequence * 3_600_000 }))
    expect(await receive(old)).toEqual({ ok: true, value: 500 })
    expect(counted()).toBe(500)
  })

  it('of a wiped panel begin a numbering of their own', async () => {
    await receive(swipes(1, 3))
    const other = '11111111-2222-4333-8444-555555555555'
    expect(await receiveEvents(deps, panel, other, swipes(1, 2))).toEqual({ ok: true, value: 2 })
    expect(events()).toHaveLength(5)
    expect(new Set(events().map(({ uuid }) => uuid)).size).toBe(5)
  })

  it('from whoever does not speak as this panel are refused', async () => {
    expect(await receive(swipes(1, 2), { ...panel, keyId: 'stolen' })).toEqual({ ok: false, error: { kind: 'not_this_panel' } })
    expect(await receive(swipes(1, 2), { ...panel, accountId: AccountId.parse(2) })).toMatchObject({ ok: false })
    expect(events()).toEqual([])
  })

  it('keep what is not known as what it is: an unknown door, a person who is gone', async () => {
    await receive([swipe(1, { accessPointId: AccessPointId.parse(66), userId: UserId.parse(77) })])
    const [event] = events()
    expect(event).toMatchObject({ actor: { kind: 'user', id: 77 }, subject: { kind: 'access_point', id: 66 } })
    expect(event).not.toHaveProperty('site')
  })

  it('are dated by their arrival when the clock of the panel was never set, or runs ahead', async () => {
    await receive([swipe(1, { occurredAt: 5_000 }), swipe(2, { occurredAt: now + 90_000 })])
    expect(events().map(({ occurredAt }) => occurredAt)).toEqual([now, now])
  })

  it('that were lost are one event about the panel, which stands for all of them', async () => {
    const entity = { entity: 'panel', id: 7, version: 1, serialNumber: 'SP-1', name: 'Lobby', siteId: 3, siteName: 'Office' }
    await put(entityKey(accountId, 'panel', 7), { ...entity, accessPointIds: [], createdAt: 1, updatedAt: 1 })
    const lost: ReportedEvent = {
      kind: 'lost',
      sequence: 40,
      lost: { from: 1, to: 40 },
      reason: 'buffer_overrun',
      occurredAt: now,
      clockQuality: 'synced',
    }
    expect(await receive([lost, swipe(41)])).toEqual({ ok: true, value: 41 })
    expect(events().find(({ type }) => type === 'panel.events_lost')).toMatchObject({
      subject: { kind: 'panel', id: 7, name: 'Lobby' },
      site: { id: 3, name: 'Office' },
      facts: { reason: 'buffer_overrun', lost: { from: 1, to: 40 } },
    })
    expect(await receive([{ ...lost, sequence: 41, lost: { from: 1, to: 41 } }])).toEqual({ ok: true, value: 41 })
    expect(events()).toHaveLength(2)
  })
})

it('a visitor who was let in is named as one, also after the visitor was deleted', async () => {
  const { id } = visitor(83)
  await receive([swipe(1, { userId: id })])
  expect(events()[0]).toMatchObject({ type: 'access.granted', actor: { kind: 'visitor', id } })
})

describe('a card that the panel does not know', () => {
  const only = async (reports: ReportedEvent[]) => {
    await receive(reports)
    return events()[0]
  }

  it('and nobody else, is told with its bits', async () => {
    expect(await only([unknown(1, 'abc')])).toMatchObject({
      type: 'access.denied.unknown_credential',
      facts: { reason: 'unknown_credential', credential: { value: 'abc', bits: 26 } },
    })
  })

  it("and is nobody's, stays unknown, by its own id", async () => {
    await putCard(92, 'abc', {})
    expect(await only([unknown(1, 'abc')])).toMatchObject({
      type: 'access.denied.unknown_credential',
      facts: { credential: { id: 92 } },
    })
  })

  it('is the one with as many bits as were read, of several with its number', async () => {
    await putCard(92, 'abc', {}, 26)
    await putCard(93, 'abc', {}, 34)
    await putCard(94, 'abd', {}, 34)
    const uncounted = { ...unknown(3, 'abc'), presented: { encodedCredential: 'abc' } }
    await receive([unknown(1, 'abc'), unknown(2, 'abd'), uncounted])
    expect(events().map(({ facts }) => facts)).toMatchObject([
      { credential: { id: 92 } },
      { credential: { value: 'abd' } },
      { credential: { value: 'abc' } },
    ])
  })

  it('names a visitor as the one who acted, and is not valid outside the visit or after it was stopped', async () => {
    const id = visitor(82).id
    const visit = { startsAt: now - 500, endsAt: now }
    await putRule(301)
    await putCard(92, 'abc', { userId: id })
    const typeWith = async (sequence: number, wanted: object) => {
      const { visitDetails } = visitor(82)
      await putUser(id, { kind: 'VISITOR', visitDetails, visit: { ...visit, ...wanted }, groupIds: [301] })
      await receive([{ ...unknown(sequence, 'abc'), occurredAt: now - 100 }])
      const event = events().find(({ panel: from }) => (from as { sequence: number }).sequence === sequence)
      expect(event?.actor).toEqual({ kind: 'visitor', id, name: 'A B' })
      return event?.type
    }
    expect(await typeWith(1, {})).toBe('access.denied.not_downloaded')
    expect(await typeWith(2, { endsAt: now - 200 })).toBe('access.denied.not_valid')
    expect(await typeWith(3, { stopped: { at: now - 100, as: 'ended' } })).toBe('access.denied.not_valid')
    expect(await typeWith(4, { stopped: { at: now - 99, as: 'ended' } })).toBe('access.denied.not_downloaded')
  })

  it('is an unauthorised attempt of somebody whose groups have no permission at the door', async () => {
    await putUser(82, { firstName: 'Otto', lastName: 'Other', groupIds: [301] })
    await putCard(92, 'abc', { userId: 82 })
    expect(await only([unknown(1, 'abc')])).toMatchObject({
      type: 'access.denied.not_permitted',
      actor: { id: 82, name: 'Otto Other' },
      facts: { credential: { id: 92, disabled: false } },
    })
  })

  it('is one that was not downloaded yet, when its owner does have a permission', async () => {
    await putUser(82, { groupIds: [300, 301] })
    await putCard(92, 'abc', { userId: 82 })
    await putRule(301)
    expect(await only([unknown(1, 'abc')])).toMatchObject({ type: 'access.denied.not_downloaded', actor: { id: 82 } })
  })

  it.each([
    ['site', { kind: 'site' as const, siteId: SiteId.parse(3) }],
    ['set', { kind: 'door_set' as const, doorSetId: DoorSetId.parse(8) }],
  ])('is one that was not downloaded yet too, when the permission is that of a %s with the door', async (_name, target) => {
    await putUser(82, { groupIds: [301] })
    await putCard(92, 'abc', { userId: 82 })
    await put(relationKey(accountId, 'door-sets', doorId, 8), { doorSetId: 8, accessPointId: doorId, panelId: 7 })
    await put(entityKey(accountId, 'group', 301), { entity: 'group' })
    expect(await only([unknown(1, 'abc')])).toMatchObject({ type: 'access.denied.not_permitted' })
    await ruleStore(table).set(accountId, { ...groupRule(301, doorId), target }, undefined)
    await receive([unknown(2, 'abc')])
    expect(events().map(({ type }) => type)).toContain('access.denied.not_downloaded')
  })

  it('is not enabled, when its owner is suspended or its dates are over', async () => {
    await putUser(82, { groupIds: [301], suspended: true })
    await putUser(83, { groupIds: [301] })
    await putCard(92, 'abc', { userId: 82 })
    await putCard(93, 'abd', { userId: 83, effectiveTo: now - 60_000 })
    await putRule(301)
    await receive([unknown(1, 'abc'), unknown(2, 'abd')])
    expect(events().map(({ type }) => type)).toEqual(['access.denied.not_valid', 'access.denied.not_valid'])
  })

  it('is not yet downloaded when it is presented at the last instant of its dates', async () => {
    await putUser(82, { groupIds: [301] })
    await putCard(92, 'abc', { userId: 82, effectiveTo: unknown(1, 'abc').occurredAt })
    await putRule(301)
    expect(await only([unknown(1, 'abc')])).toMatchObject({ type: 'access.denied.not_downloaded', actor: { id: 82 } })
  })

  it('is not valid either when the account has switched it off, and is marked as disabled', async () => {
    await putUser(82, { groupIds: [301] })
    await putCard(92, 'abc', { userId: 82, state: 'suspended' })
    await putRule(301)
    expect(await only([unknown(1, 'abc')])).toMatchObject({
      type: 'access.denied.not_valid',
      facts: { credential: { id: 92, disabled: true } },
    })
  })
})

describe('what a panel says in one word', () => {
  const typesOf = async (reports: ReportedEvent[]) => {
    await receive(reports)
    return events()
      .toSorted((one, other) => Number(one.occurredAt) - Number(other.occurredAt))
      .map(({ type }) => type)
  }
  const { presented: _, credentialId, userId, decision: __, ...atDoor } = swipe(0)
  const door = (sequence: number, reason: string): ReportedEvent => ({
    ...atDoor,
    kind: 'door',
    sequence,
    reason,
    occurredAt: now - 1_000 + sequence,
  })

  it('of a door becomes our event, also when only a newer panel knows the word', async () => {
    expect(await typesOf([door(1, 'forced'), door(2, 'held_open'), door(3, 'unlocked_by_schedule'), door(4, 'melted')])).toEqual([
      'door.forced',
      'door.held_open',
      'door.unlocked_by_schedule',
      'door.other',
    ])
  })

  it('of a silent alarm becomes our event, with the person and the credential', async () => {
    const alarm: ReportedEvent = { ...atDoor, kind: 'door', reason: 'silent_alarm', credentialId, userId }
    await receive([{ ...alarm, sequence: 1 }, door(2, 'attempts_exceeded')])
    expect(events()).toMatchObject([
      {
        type: 'access.silent_alarm',
        actor: { kind: 'user', id: 81, name: 'Ursula User' },
        subject: { kind: 'access_point', id: 5 },
        facts: { reason: 'silent_alarm', credential: { id: 91 } },
      },
      { type: 'access.attempts_exceeded' },
    ])
  })

  it("of a door's exit button and its closing becomes our event", async () => {
    expect(await typesOf([door(1, 'request_to_exit'), door(2, 'closed')])).toEqual(['door.request_to_exit', 'door.closed'])
  })

  it('of its own inputs becomes an event at the panel, also when only a newer panel knows the word', async () => {
    const entity = { entity: 'panel', id: 7, version: 1, serialNumber: 'SP-1', name: 'Lobby', siteId: 3, siteName: 'Office' }
    await put(entityKey(accountId, 'panel', 7), { ...entity, accessPointIds: [], createdAt: 1, updatedAt: 1 })
    const reasons = ['tampered', 'tamper_restored', 'power_lost', 'power_restored', 'fire_alarm', 'fire_cleared', 'flooded']
    const inputs = reasons.map(
      (reason, index): ReportedEvent => ({
        kind: 'panel',
        sequence: index + 1,
        reason,
        occurredAt: now - 1_000 + index,
        clockQuality: 'synced',
      }),
    )
    expect(await typesOf(inputs)).toEqual([...reasons.slice(0, -1), 'other'].map((word) => `panel.${word}`))
    expect(events()[0]).toMatchObject({ kind: 'access', subject: { kind: 'panel', id: 7, name: 'Lobby' }, site: { id: 3 } })
  })

  it('of a refusal becomes our event, and is kept as it was said', async () => {
    const denied = (sequence: number, reason: string) => swipe(sequence, { decision: 'denied', reason })
    const reasons = ['user_suspended', 'outside_schedule', 'wrong_pin', 'no_rules', 'full_moon']
    expect(await typesOf(reasons.map((reason, index) => denied(index + 1, reason)))).toEqual([
      'access.denied.not_valid',
      'access.denied.not_permitted',
      'access.denied.wrong_pin',
      'access.denied.rules_incomplete',
      'access.denied.other',
    ])
    expect(events().map(({ facts }) => (facts as { reason: string }).reason)).toEqual(expect.arrayContaining(reasons))
  })

  it('names the side of the door, which is the entry unless the panel says otherwise, and the reader', async () => {
    await receive([swipe(1), swipe(2, { side: 2, readerId: ReaderId.parse(72) })])
    const facts = events().map((event) => event.facts)
    expect(facts).toMatchObject([{ side: 1 }, { side: 2, readerId: 72 }])
    expect(facts[0]).not.toHaveProperty('readerId')
  })

  it('comes with the side of the door and with the credential that was switched off', async () => {
    await receive([swipe(1, { decision: 'denied', reason: 'credential_not_active', side: 2 })])
    expect(events()[0]).toMatchObject({ facts: { side: 2, credential: { id: 91, disabled: true } } })
  })
})
