import { describe, expect, it } from 'vitest'
import type { Event, EventType } from '../../../../shared/domain/record/events/entity.ts'
import { AccountId } from '../../../../shared/lib/ids.ts'
import { eventWrites } from '../../../../shared/storage/record/event-writes.ts'
import { somebody, stranger, testApi } from '../../../support/api.ts'
import { accessEvent } from '../../../support/sender.ts'

const at = (time: string) => Date.parse(`2026-03-${time}Z`)
const uuidOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`
let made = 0
const event = (time: string, wanted: Partial<Event> = {}): Event => {
  made += 1
  return accessEvent({ uuid: uuidOf(made), occurredAt: at(time), processedAt: at(time), ...wanted })
}
const site = (id: number) => ({ id, name: `Site ${id}` })
const door = (id: number) => ({ kind: 'access_point' as const, id, name: `Door ${id}` })
const audit = (time: string, type: EventType, wanted: Partial<Event> = {}) =>
  event(time, {
    kind: 'audit',
    type,
    actor: { kind: 'administrator', id: 11, name: 'Mary' },
    subject: { kind: 'user', id: 31, name: 'Ann' },
    ...wanted,
  })

/** The API over an account in which these events happened; its clock stands at noon on 2 March 2026. */
const happened = async (...events: Event[]) => {
  const api = testApi()
  for (const one of events) await api.table.write(eventWrites(AccountId.parse(1), one))
  const times = async (path: string) =>
    (await api.call('GET', path)).json.data.map((one: { occurred: string }) => one.occurred.slice(8, 16))
  const count = async (path: string) => (await api.call('GET', path)).json.count
  return { ...api, times, count }
}

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

describe('a filter that cannot be met', () => {
  it.each([
    ['access', 'object__eq:1;site__eq:2', 'site may not be combined with object'],
    ['access', 'actor__eq:1', "unknown filter 'actor'"],
    ['access', 'site__eq:1,2', "site: '1,2' is not an id"],
    ['access', 'site__eq:Office', "site: 'Office' is not an id"],
    ['access', 'site__gt:1', "operator 'gt'"],
    ['access', 'event_type__eq:user', "'user' is no event_type"],
    ['access', 'occurred__gt:yesterday', "'yesterday' is not an ISO 8601 date-time"],
    ['access', 'occurred__eq:2026-03-01', "operator 'eq'"],
    ['access', 'occurred__gt:1969-12-31T00:00:00Z', 'not between 1970'],
    ['access', 'occurred__gt:2026-03-01T00:00:00Z;occurred__lt:2026-03-02T00:00:01Z', 'longer than 24 hours'],
    ['access', 'occurred__gt:2026-03-02T01:00:00Z;occurred__lt:2026-03-02T00:00:00Z', 'before'],
    ['access', 'occurred__gt:2026-03-01;occurred__gt:2026-03-02', 'occurred__gt is given twice'],
    ['access', 'nonsense', 'format'],
    ['audit', 'actor__eq:1;object__eq:2', 'object may not be combined with actor'],
    ['audit', 'schedule__eq:1;holiday__eq:2', 'holiday may not be combined with schedule'],
    ['audit', 'schedule__eq:1;actor__eq:2', 'actor may not be combined with schedule'],
    ['audit', 'site__eq:1', "unknown filter 'site'"],
    ['audit', 'event_type__eq:exception', "'exception' is no event_type"],
  ])('of %s events, %s, is 400 in the words of the document, and names what is wrong', async (kind, filter, text) => {
    const { call } = testApi()
    const query = `?filter=${encodeURIComponent(filter)}`
    const listing = await call('GET', `/events/${kind}${query}`)
    expect(listing).toMatchObject({ status: 400, json: { code: 400, message: expect.stringContaining(text) } })
    expect(listing.json.message).toContain('Invalid listing criteria provided')
    if (filter.startsWith('occurred__eq')) return
    const count = await call('GET', `/events/counts/${kind}${query}`)
    expect(count).toMatchObject({ status: 400, json: { message: expect.stringContaining('Invalid count criteria provided') } })
  })

  it.each(['offset=soon', 'offset=5', 'pageSize=0', 'pageSize=101', 'pageSize=x'])('nor can a page of %s', async (query) => {
    const { call } = testApi()
    const refused = await call('GET', `/events/access?${query}`)
    expect(refused).toMatchObject({
      status: 400,
      json: { message: expect.stringContaining('Invalid listing criteria provided') },
    })
  })
})

describe('paging by the last occurred time', () => {
  /** Pages as the document says, until a page is empty. */
  const pageThrough = async (call: ReturnType<typeof testApi>['call'], pageSize: number) => {
    const seen: string[] = []
    const sizes: number[] = []
    for (let offset = ''; sizes.length < 50; ) {
      const { json } = await call('GET', `/events/access?pageSize=${pageSize}${offset && `&offset=${offset}`}`)
      sizes.push(json.data.length)
      if (json.data.length === 0) break
      seen.push(...json.data.map(({ uuid }: { uuid: string }) => uuid))
      offset = json.data.at(-1).occurred
      expect(json.pageSize).toBe(pageSize)
    }
    return { seen, sizes }
  }

  it.each([1, 3, 7, 100])('in pages of %d shows every event once', async (pageSize) => {
    const events = Array.from({ length: 23 }, (_, index) => event(`02T0${index % 8}:${10 + index}:07.${100 + (index % 3)}`))
    const { call } = await happened(...events)
    const { seen, sizes } = await pageThrough(call, pageSize)
    expect(seen).toHaveLength(23)
    expect(new Set(seen)).toEqual(new Set(events.map(({ uuid }) => uuid)))
    expect(sizes.at(-1)).toBe(0)
  })

  it('ends, and loses nothing, when more happened in one millisecond than a page holds', async () => {
    const crowd = Array.from({ length: 130 }, () => event('02T06:00:00.500'))
    const { call } = await happened(event('02T05:00'), ...crowd, event('02T07:00'))
    const { seen, sizes } = await pageThrough(call, 100)
    expect(new Set(seen).size).toBe(132)
    expect(seen).toHaveLength(132)
    expect(sizes).toEqual([131, 1, 0])
  })

  it('echoes the offset, and begins before it', async () => {
    const { call, times } = await happened(event('02T05:00'), event('02T06:00'))
    const { json } = await call('GET', '/events/access?offset=2026-03-02T06:00:00Z')
    expect(json.offset).toBe('2026-03-02T06:00:00.000Z')
    expect(json.data).toHaveLength(1)
    expect(await times('/events/access?offset=2026-03-02T01:00:00-05:00')).toEqual(['02T05:00'])
    expect(await times('/events/access?offset=2026-02-01')).toEqual([])
    expect(await times('/events/access?offset=2026-12-01')).toHaveLength(2)
  })
})

describe('event types', () => {
  it('are served with their codes and words', async () => {
    const { call } = testApi()
    const { json } = await call('GET', '/event-types')
    expect(json.count).toBe(json.data.length)
    expect(json.data).toContainEqual({
      securityActionId: 5012,
      action: 'Failed Access Unknown Cred',
      exception: true,
      securityActionType: {
        typeKey: 'security_event_type.failed_access',
        description: 'Access attempts that did not grant access',
      },
      priority: 'MEDIUM',
      kind: 'access',
      eventType: 'exception',
    })
  })

  it('and events are seen by every kind of administrator', async () => {
    const { call } = testApi()
    for (const type of ['CSR', 'DEALER', 'MASTER', 'SENIOR', 'ASSISTANT'] as const) {
      for (const path of ['/event-types', '/events/access', '/events/audit', '/events/counts/access']) {
        expect((await call('GET', path, { as: somebody({ type }) })).status).toBe(200)
      }
    }
  })
})
