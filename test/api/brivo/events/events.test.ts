import { describe, expect, it } from 'vitest'
import { stranger } from '../../../support/api.ts'
import { at, audit, door, event, happened, site } from '../../../support/events.ts'

describe('an event', () => {
  it('is listed in the shape of the document', async () => {
    const { call } = await happened(event('02T08:52:39.724', { processedAt: at('02T08:52:39.726'), type: 'door.pulsed' }))
    const { status, json } = await call('GET', '/events/access')
    expect(status).toBe(200)
    expect(json).toEqual({
      data: [
        {
          accountId: 1,
          objectType: 'ACCESS_POINT',
          uuid: expect.any(String),
          securityAction: {
            securityActionId: 5064,
            action: 'Administrator Pulse Output',
            exception: false,
            securityActionType: { typeKey: 'security_event_type.door_pulsed', description: expect.any(String) },
            priority: 'LOW',
          },
          actor: { id: 31, name: 'Ann', objectType: 'USER' },
          eventObject: { id: 41, name: 'Door 1', objectType: 'ACCESS_POINT', deviceType: { id: 1, name: 'Door' } },
          site: { id: 5, siteName: 'Office' },
          occurred: '2026-03-02T08:52:39.724Z',
          processed: '2026-03-02T08:52:39.726Z',
          eventData: {
            actorName: 'Ann',
            objectName: 'Door 1',
            objectGroupName: 'Office',
            objectTypeId: 2,
            deviceTypeId: 1,
            actionAllowed: true,
            credentialObjectId: 2181069,
            credentials: [{ id: 2181069, disabled: false }],
          },
        },
      ],
      pageSize: 20,
    })
  })

  it('stays in its kind and its account', async () => {
    const { call } = await happened(event('02T08:00'), audit('02T09:00', 'user.created'))
    expect((await call('GET', '/events/access')).json.data).toHaveLength(1)
    expect((await call('GET', '/events/audit')).json.data).toHaveLength(1)
    for (const path of ['access', 'audit']) {
      expect((await call('GET', `/events/${path}`, { as: stranger() })).json.data).toEqual([])
      expect((await call('GET', `/events/counts/${path}`, { as: stranger() })).json).toEqual({ count: 0 })
    }
  })
})

describe('the hours that are asked for', () => {
  const days = ['01T10:20', '01T23:59', '02T00:00', '02T10:20', '02T10:59', '02T11:30', '02T23:10', '03T00:00']
  it.each([
    ['today, newest first, when none is named', '', ['02T23:10', '02T11:30', '02T10:59', '02T10:20', '02T00:00']],
    [
      'from the beginning of the hour of gt',
      'occurred__gt:2026-03-02T10:45:00Z',
      ['03T00:00', '02T23:10', '02T11:30', '02T10:59', '02T10:20'],
    ],
    ['a day from gt, whatever today is', 'occurred__gt:2026-03-01T00:00:00Z', ['01T23:59', '01T10:20']],
    [
      'to the end of the hour of lt',
      'occurred__lt:2026-03-02T10:05:00Z',
      ['02T10:59', '02T10:20', '02T00:00', '01T23:59', '01T10:20'],
    ],
    ['not the hour after lt', 'occurred__lt:2026-03-02T10:00:00Z', ['02T00:00', '01T23:59', '01T10:20']],
    ['between both', 'occurred__gt:2026-03-02T10:30:00Z;occurred__lt:2026-03-02T10:40:00Z', ['02T10:59', '02T10:20']],
    ['in any zone', 'occurred__gt:2026-03-02T05:30:00-05:00;occurred__lt:2026-03-02T06:00:00-05:00', ['02T10:59', '02T10:20']],
    ['by a bare date', 'occurred__gt:2026-03-01;occurred__lt:2026-03-02', ['01T23:59', '01T10:20']],
    [
      'by a whole day of 24 hours',
      'occurred__gt:2026-03-01T23:30:00Z;occurred__lt:2026-03-02T23:30:00Z',
      ['02T23:10', '02T11:30', '02T10:59', '02T10:20', '02T00:00', '01T23:59'],
    ],
  ])('are %s', async (_, filter, expected) => {
    const { times, count } = await happened(...days.map((time) => event(time)))
    const query = filter ? `?filter=${encodeURIComponent(filter)}` : ''
    expect(await times(`/events/access${query}`)).toEqual(expected)
    expect(await count(`/events/counts/access${query}`)).toBe(expected.length)
  })

  it('are a day, when the count of audit events is asked for one', async () => {
    const { count } = await happened(...days.map((time) => audit(time, 'user.created')))
    expect(await count('/events/counts/audit?filter=occurred__eq:2026-03-01T17:45:00Z')).toBe(2)
  })
})

describe('access events', () => {
  const all = [
    event('02T01:00', { type: 'access.granted', site: site(5), subject: door(41) }),
    event('02T02:00', { type: 'access.denied.unknown_credential', site: site(5), subject: door(42) }),
    event('02T03:00', { type: 'access.denied.not_permitted', site: site(6), subject: door(43) }),
    event('02T04:00', { type: 'door.pulsed', site: site(6), subject: door(43) }),
  ]
  it.each([
    ['site__eq:5', ['02T02:00', '02T01:00']],
    ['object__eq:43', ['02T04:00', '02T03:00']],
    ['event_type__eq:exception', ['02T03:00', '02T02:00']],
    ['event_type__eq:non_exception', ['02T04:00', '02T01:00']],
    ['event_type__eq:exception,non_exception', ['02T04:00', '02T03:00', '02T02:00', '02T01:00']],
    ['event_type__eq:EXCEPTION;site__eq:6', ['02T03:00']],
    ['event_type__eq:non_exception;object__eq:41', ['02T01:00']],
    ['event_type__eq:camera', []],
    ['site__eq:7', []],
  ])('are those of %s, and as many are counted', async (filter, expected) => {
    const { times, count } = await happened(...all)
    expect(await times(`/events/access?filter=${filter}`)).toEqual(expected)
    expect(await count(`/events/counts/access?filter=${filter}`)).toBe(expected.length)
  })

  it('that video belongs to can be counted, and there are none', async () => {
    const { count } = await happened(...all)
    expect(await count('/events/counts/access?filter=event_type__eq:video_linkable')).toBe(0)
  })
})

describe('audit events', () => {
  const all = [
    audit('02T01:00', 'user.created'),
    audit('02T02:00', 'schedule.created', { facts: { scheduleId: 71 }, subject: { kind: 'schedule', id: 71, name: 'Day' } }),
    audit('02T03:00', 'holiday.created', {
      facts: { holidayId: 81 },
      actor: { kind: 'administrator', id: 12, name: 'Ann' },
    }),
    audit('02T04:00', 'permission.assigned', { facts: { scheduleId: 71 } }),
  ]
  it.each([
    ['actor__eq:11', ['02T04:00', '02T02:00', '02T01:00']],
    ['object__eq:71', ['02T02:00']],
    ['schedule__eq:71', ['02T04:00', '02T02:00']],
    ['holiday__eq:81', ['02T03:00']],
    ['event_type__eq:user', ['02T01:00']],
    ['event_type__eq:user,holiday', ['02T03:00', '02T01:00']],
    ['event_type__eq:group;schedule__eq:71', ['02T04:00']],
    ['event_type__eq:video', []],
  ])('are those of %s, and as many are counted', async (filter, expected) => {
    const { times, count } = await happened(...all)
    expect(await times(`/events/audit?filter=${filter}`)).toEqual(expected)
    expect(await count(`/events/counts/audit?filter=${filter}`)).toBe(expected.length)
  })
})
