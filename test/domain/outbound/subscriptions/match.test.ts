import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Criterion } from '../../../../shared/domain/outbound/subscriptions/entity.ts'
import { matches } from '../../../../shared/domain/outbound/subscriptions/match.ts'
import type { Event } from '../../../../shared/domain/record/events/entity.ts'
import { accessEvent } from '../../../support/sender.ts'

const criterion = (text: string, id = 1): Criterion => {
  const [field, operator, value] = text.split(' ')
  return Criterion.parse({ id, field, operator, value: Number(value) })
}
const fires = (event: Event, ...criteria: string[]) => matches({ criteria: criteria.map(criterion) }, event)

const access = accessEvent()
const audit = accessEvent({
  kind: 'audit',
  type: 'user.suspended',
  actor: { kind: 'administrator', id: 11, name: 'Mary' },
  subject: { kind: 'user', id: 31, name: 'Ann' },
})

describe('a subscription', () => {
  it.each([
    ['every access event without criteria', access, [], true],
    ['no audit event without criteria', audit, [], false],
    ['audit events by AUDIT 1', audit, ['audit is 1'], true],
    ['no access event by AUDIT 1', access, ['audit is 1'], false],
    ['access events by AUDIT 0', access, ['audit is 0'], true],
    ['audit events by not AUDIT 0', audit, ['audit not 0'], true],
    ['access events by not AUDIT 1', access, ['audit not 1'], true],
    ['nothing by AUDIT 0 and AUDIT 1', access, ['audit is 0', 'audit is 1'], false],
    ['events of its site', access, ['site is 5'], true],
    ['no events of another site', access, ['site is 6'], false],
    ['nothing by two sites', access, ['site is 5', 'site is 6'], false],
    ['events not of a site', access, ['site not 6'], true],
    ['no events of the site that it leaves out', access, ['site not 5'], false],
    ['its site, but not by this person', access, ['site is 5', 'user not 31'], false],
    ['the person that acted', access, ['user is 31'], true],
    ['the person that an administrator changed', audit, ['audit is 1', 'user is 31'], true],
    ['no administrator, whose id is not that of a user', audit, ['audit is 1', 'user is 11'], false],
    ['its door', access, ['accessPoint is 41'], true],
    ['no other door', access, ['accessPoint is 42'], false],
    ['no person for a door', audit, ['audit is 1', 'accessPoint is 31'], false],
  ] as const)('hears of %s', (_, event, criteria, expected) => {
    expect(fires(event, ...criteria)).toBe(expected)
  })

  it('that names no site hears of events without one, and NE holds for them', () => {
    const { site: _, ...nowhere } = access
    expect(fires(nowhere, 'site not 5')).toBe(true)
    expect(fires(nowhere, 'site is 5')).toBe(false)
  })
})

const ids = fc.integer({ min: 1, max: 4 })
const anyCriterion = fc.record({
  id: fc.constant(1),
  field: fc.constantFrom('site' as const, 'user' as const, 'accessPoint' as const, 'audit' as const),
  operator: fc.constantFrom('is' as const, 'not' as const),
  value: fc.integer({ min: 0, max: 4 }),
})
const anyEvent = fc
  .record({ kind: fc.constantFrom('access' as const, 'audit' as const), user: ids, door: ids, site: fc.option(ids) })
  .map(({ kind, user, door, site }) => {
    const event = accessEvent({ kind, actor: { kind: 'user', id: user }, subject: { kind: 'access_point', id: door } })
    if (site !== null) return { ...event, site: { id: site, name: 'S' } }
    const { site: _, ...nowhere } = event
    return nowhere
  })

describe('criteria', () => {
  it('on a user mean visitors too: ids of people are never shared', () => {
    const byVisitor = accessEvent({ actor: { kind: 'visitor', id: 31, name: 'Vera' } })
    expect(matches({ criteria: [{ id: 1, field: 'user', operator: 'is', value: 31 }] }, byVisitor)).toBe(true)
    expect(matches({ criteria: [{ id: 1, field: 'user', operator: 'is', value: 32 }] }, byVisitor)).toBe(false)
  })

  it('are ANDed: with AUDIT told, all fire exactly when each alone does', () => {
    fc.assert(
      fc.property(fc.array(anyCriterion, { maxLength: 5 }), fc.constantFrom(0, 1), anyEvent, (criteria, kind, event) => {
        const audit = criterion(`audit is ${kind}`)
        const alone = criteria.every((one) => matches({ criteria: [one, audit] }, event))
        expect(matches({ criteria: [...criteria, audit] }, event)).toBe(alone && matches({ criteria: [audit] }, event))
      }),
    )
  })

  it('that conflict never fire', () => {
    fc.assert(
      fc.property(
        fc.array(anyCriterion, { maxLength: 4 }),
        fc.constantFrom('site', 'accessPoint'),
        anyEvent,
        (more, type, event) => {
          expect(matches({ criteria: [...more, criterion(`${type} is 1`), criterion(`${type} is 2`)] }, event)).toBe(false)
        },
      ),
    )
  })

  it('do not depend on their order', () => {
    fc.assert(
      fc.property(fc.array(anyCriterion, { maxLength: 5 }), anyEvent, (criteria, event) => {
        expect(matches({ criteria: criteria.toReversed() }, event)).toBe(matches({ criteria }, event))
      }),
    )
  })
})
