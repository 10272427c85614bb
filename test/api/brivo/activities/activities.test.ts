import { describe, expect, it } from 'vitest'
import { stranger } from '../../../support/api.ts'
import { audit, door, event, happened, site } from '../../../support/events.ts'

const john = { kind: 'user' as const, id: 333333, name: 'John Smith' }

/** A morning at two sites: three were let in, one refused, one unknown card; and a change that is no activity. */
const morning = () =>
  happened(
    event('02T07:30', { type: 'access.granted', actor: john, subject: door(1), site: site(91), facts: { side: 1 } }),
    event('02T08:10', { type: 'access.granted', actor: john, subject: door(1), site: site(91), facts: { side: 2 } }),
    event('02T09:00', { type: 'access.denied.not_permitted', actor: john, subject: door(2), site: site(92), facts: {} }),
    event('02T10:20', { type: 'access.denied.unknown_credential', subject: door(2), site: site(92), facts: {} }),
    event('02T11:59', { type: 'access.granted', actor: { ...john, id: 5 }, subject: door(3), site: site(93), facts: {} }),
    audit('02T10:00', 'user.updated'),
  )

type Shown = { occurred: string; actionTypeId: number; description: string }
const shownBy = async ({ call }: Awaited<ReturnType<typeof happened>>, query = '') => {
  const { status, json } = await call('GET', `/activities${query}`)
  expect(status, JSON.stringify(json)).toBe(200)
  return { times: json.data.map(({ occurred }: Shown) => occurred.slice(11, 16)), count: json.count, json }
}

describe('activities', () => {
  it('are listed newest first in the shape of the API document', async () => {
    const { json } = await shownBy(await morning())
    expect({ ...json, data: json.data.map(({ actionTypeId, description }: Shown) => [actionTypeId, description]) }).toEqual({
      offset: 0,
      pageSize: 20,
      count: 5,
      data: [
        [2004, 'User Entry'],
        [5012, 'Failed Access by Ann: Unknown Cred'],
        [5018, 'Failed Access by John Smith: Unauthorized Access Attempt'],
        [2004, 'User Exit'],
        [2004, 'User Entry'],
      ],
    })
    expect(json.data[2]).toEqual({
      id: expect.any(Number),
      occurred: '2026-03-02T09:00:00Z',
      siteId: 92,
      siteName: 'Site 92',
      userId: 333333,
      objectId: 2,
      objectType: 'ACCESS-POINT',
      objectName: 'Door 2',
      actionTypeId: 5018,
      description: 'Failed Access by John Smith: Unauthorized Access Attempt',
    })
    expect(new Set(json.data.map(({ id }: { id: number }) => id)).size).toBe(5)
  })

  it('are paged by number', async () => {
    const api = await morning()
    const page = await shownBy(api, '?offset=1&pageSize=2')
    expect(page).toMatchObject({ times: ['10:20', '09:00'], count: 5, json: { offset: 1, pageSize: 2 } })
    expect(await shownBy(api, '?offset=5')).toMatchObject({ times: [], count: 5 })
    expect(await shownBy(api, '?offset=9999')).toMatchObject({ times: [], count: 5 })
  })

  it('are those of the last 24 hours unless a range is asked for', async () => {
    const api = await happened(event('01T11:59:59'), event('01T12:00:01'), event('02T12:00'), event('02T12:00:01'))
    expect(await shownBy(api)).toMatchObject({ times: ['12:00', '12:00'], count: 2 })
  })

  it.each([
    ['site__eq:91', ['08:10', '07:30']],
    ['site__eq:91,93', ['11:59', '08:10', '07:30']],
    ['user__eq:333333', ['09:00', '08:10', '07:30']],
    ['user__eq:333333;site__eq:92', ['09:00']],
    ['object__eq:2', ['10:20', '09:00']],
    ['access-point__eq:3,1', ['11:59', '08:10', '07:30']],
    ['camera__eq:1', []],
    ['event_type__eq:exception', ['10:20', '09:00']],
    ['event_type__eq:non_exception', ['11:59', '08:10', '07:30']],
    ['event_type__eq:exception,non_exception;site__eq:92', ['10:20', '09:00']],
    ['event_type__eq:camera', []],
    ['occurred__gt:2026-03-02T08:10:00Z', ['11:59', '10:20', '09:00']],
    ['occurred__lt:2026-03-02T09:00:00Z', ['08:10', '07:30']],
    ['occurred__gt:2026-03-02T08:00:00Z;occurred__lt:2026-03-02T10:20:01Z', ['10:20', '09:00', '08:10']],
    ['occurred__gt:2026-03-02T08:05:00Z;occurred__lt:2026-03-02T08:15:00Z', ['08:10']],
    ['occurred__eq:2026-03-02T23:00:00Z', ['11:59', '10:20', '09:00', '08:10', '07:30']],
    ['occurred__eq:2026-03-01', []],
    ['occurred__gt:2026-03-02T08:00:00Z;site__eq:91', ['08:10']],
  ])('are filtered and counted by %s', async (filter, times) => {
    const api = await morning()
    expect(await shownBy(api, `?filter=${encodeURIComponent(filter)}`)).toMatchObject({ times, count: times.length })
    const first = await shownBy(api, `?pageSize=1&filter=${encodeURIComponent(filter)}`)
    expect(first).toMatchObject({ times: times.slice(0, 1), count: times.length })
  })

  it('of a device are those of its panel', async () => {
    const panel = { panelId: 77, epoch: 'e', sequence: 1 }
    const api = await happened(event('02T08:00', { panel }), event('02T09:00'))
    expect(await shownBy(api, '?filter=device__eq:77')).toMatchObject({ times: ['08:00'], count: 1 })
  })

  it.each([
    ['offset=10001', 'offset'],
    ['offset=-1', 'offset'],
    ['pageSize=0', 'pageSize'],
    ['pageSize=101', 'pageSize'],
    ['filter=colour__eq:red', "unknown filter 'colour'"],
    ['filter=site__gt:1', "'gt' for 'site'"],
    ['filter=site__eq:north', 'site'],
    ['filter=user__eq:1,-2', 'user'],
    ['filter=user__eq:99999999999999999999', 'user'],
    ['filter=site__eq:1;site__eq:2', 'site__eq'],
    ['filter=event_type__eq:door', 'event_type'],
    ['filter=occurred__gt:yesterday', 'occurred__gt'],
    ['filter=occurred__gt:2026-03-01;occurred__lt:2026-03-03', '24 hours'],
    ['filter=occurred__gt:2026-03-02;occurred__lt:2026-03-01', 'occurred__lt'],
    ['filter=occurred__eq:2026-03-02;occurred__lt:2026-03-02', 'occurred__eq'],
    [`filter=object__eq:${Array.from({ length: 101 }, (_, id) => id + 1).join(',')}`, 'object'],
    ['filter=object__eq:%00', 'object'],
  ])('are refused by name for %s', async (query, named) => {
    const { status, json } = await (await morning()).call('GET', `/activities?${query}`)
    expect(status).toBe(400)
    expect(json.message).toMatch(/^Invalid listing criteria provided/)
    expect(json.message).toContain(named)
  })

  it("show nothing of another account's doors", async () => {
    const { call } = await morning()
    const { json } = await call('GET', '/activities', { as: stranger() })
    expect(json).toEqual({ data: [], offset: 0, pageSize: 20, count: 0 })
  })
})
