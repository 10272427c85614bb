import { describe, expect, it } from 'vitest'
import { testApi } from '../../../support/api.ts'

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
