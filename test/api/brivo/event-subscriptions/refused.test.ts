import { describe, expect, it } from 'vitest'
import { testApi } from '../../../support/api.ts'
import { furnish, hook, notUser, onSite } from '../../../support/subscription-bodies.ts'

describe('an event subscription', () => {
  it.each([
    [{ ...onSite, criteriaValue: 502 }, 'Event subscription contained invalid Site criteria'],
    [
      { ...onSite, criteriaType: 'ACCESS-POINT', criteriaOperationType: 'NE' },
      'Event subscription contained invalid Device criteria',
    ],
    [{ ...notUser, criteriaValue: 602 }, 'Invalid criteria provided'],
    [{ ...onSite, criteriaType: 'PLANET' }, "Invalid criteria provided: 'PLANET' is no value for 'criteria.0.criteriaType'"],
    [
      { ...onSite, criteriaOperationType: 'GT' },
      "Invalid criteria provided: 'GT' is no value for 'criteria.0.criteriaOperationType'",
    ],
    [{ ...onSite, criteriaValue: '5x' }, "Invalid criteria provided: '5x' is no value for 'criteria.0.criteriaValue'"],
    [{ ...onSite, criteriaValue: -1 }, "Invalid criteria provided: '-1' is no value for 'criteria.0.criteriaValue'"],
    [
      { criteriaType: 'AUDIT', criteriaOperationType: 'EQ', criteriaValue: 2 },
      "Invalid criteria provided: no value for 'criteriaValue' of AUDIT; expected 0 or 1",
    ],
    ['SITE', 'Invalid criteria provided'],
    [{ criteriaType: 'SITE' }, 'Invalid criteria provided'],
  ])('is refused with criterion %j in the words of the document', async (criterion, message) => {
    const { call, deps } = testApi()
    await furnish(deps)
    const { json } = await call('POST', '/event-subscriptions', { body: hook })
    const body = { ...hook, criteria: [criterion] }
    for (const [method, path] of [
      ['POST', ''],
      ['PUT', `/${json.id}`],
    ] as const) {
      const refused = await call(method, `/event-subscriptions${path}`, { body })
      expect(refused).toMatchObject({ status: 400, json: { code: 400, message: expect.stringContaining(message) } })
    }
  })

  it.each([
    [{ ...hook, name: '' }, 'name'],
    [{ ...hook, name: undefined }, 'name'],
    [{ ...hook, name: 'My\u0000hook' }, "'name': it contains the control character U+0000"],
    [{ ...hook, url: 7 }, 'url'],
    [{ ...hook, url: 'https://exa\nmple.com/hook' }, "'url': it contains a control character"],
    [{ ...hook, url: 'http://example.com/hook' }, "'url': it must begin with https://"],
    [{ ...hook, url: 'https://10.0.0.5/hook' }, "'url'"],
    [{ ...hook, errorEmail: 'nobody' }, 'errorEmail'],
    [{ ...hook, criteria: 'all' }, 'criteria'],
    [
      { ...hook, criteria: Array(51).fill({ criteriaType: 'AUDIT', criteriaOperationType: 'EQ', criteriaValue: 0 }) },
      'at most 50',
    ],
  ])('is refused when a field is wrong, and the field is named: %#', async (body, text) => {
    const { call } = testApi()
    const refused = await call('POST', '/event-subscriptions', { body })
    expect(refused).toMatchObject({ status: 400, json: { message: expect.stringContaining(text) } })
  })
})
