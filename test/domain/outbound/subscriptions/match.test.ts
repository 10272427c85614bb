import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matches } from '../../../../shared/domain/outbound/subscriptions/match.ts'
import type { Criterion } from '../../../../shared/domain/outbound/subscriptions/schema.ts'
import type { Event } from '../../../../shared/domain/record/events/schema.ts'
import { accessEvent } from '../../../support/sender.ts'

const criterion = (text: string, id = 1): Criterion => {
  const [criteriaType, criteriaOperationType, value] = text.split(' ')
  // the texts below are criteria
  return { id, criteriaType, criteriaOperationType, criteriaValue: Number(value) } as Criterion
}
const fires = (event: Event, ...criteria: string[]) => matches({ criteria: criteria.map(criterion) }, event)

const access = accessEvent()
const audit = accessEvent({
  kind: 'audit',
  code: 91304,
  actor: { id: 11, name: 'Mary', objectType: 'ADMINISTRATOR' },
  eventObject: { id: 31, name: 'Ann', objectType: 'USER' },
})

describe('a subscription', () => {
  it.each([
    ['every access event without criteria', access, [], true],
    ['no audit event without criteria', audit, [], false],
    ['audit events by AUDIT 1', audit, ['AUDIT EQ 1'], true],
    ['no access event by AUDIT 1', access, ['AUDIT EQ 1'], false],
    ['access events by AUDIT 0', access, ['AUDIT EQ 0'], true],
    ['audit events by not AUDIT 0', audit, ['AUDIT NE 0'], true],
    ['access events by not AUDIT 1', access, ['AUDIT NE 1'], true],
    ['nothing by AUDIT 0 and AUDIT 1', access, ['AUDIT EQ 0', 'AUDIT EQ 1'], false],
    ['events of its site', access, ['SITE EQ 5'], true],
    ['no events of another site', access, ['SITE EQ 6'], false],
    ['nothing by two sites', access, ['SITE EQ 5', 'SITE EQ 6'], false],
    ['events not of a site', access, ['SITE NE 6'], true],
    ['no events of the site that it leaves out', access, ['SITE NE 5'], false],
    ['its site, but for a person', access, ['SITE EQ 5', 'USER NE 31'], false],
    ['the person that acted', access, ['USER EQ 31'], true],
    ['the person that an administrator changed', audit, ['AUDIT EQ 1', 'USER EQ 31'], true],
    ['no administrator, whose id is not that of a user', audit, ['AUDIT EQ 1', 'USER EQ 11'], false],
    ['its door', access, ['ACCESS-POINT EQ 41'], true],
    ['no other door', access, ['ACCESS-POINT EQ 42'], false],
    ['no person for a door', audit, ['AUDIT EQ 1', 'ACCESS-POINT EQ 31'], false],
  ] as const)('hears of %s', (_, event, criteria, expected) => {
    expect(fires(event, ...criteria)).toBe(expected)
  })

  it('that names no site hears of events without one, and NE holds for them', () => {
    const { site: _, ...nowhere } = access
    expect(fires(nowhere, 'SITE NE 5')).toBe(true)
    expect(fires(nowhere, 'SITE EQ 5')).toBe(false)
  })
})

const ids = fc.integer({ min: 1, max: 4 })
const anyCriterion = fc.record({
  id: fc.constant(1),
  criteriaType: fc.constantFrom('SITE' as const, 'USER' as const, 'ACCESS-POINT' as const, 'AUDIT' as const),
  criteriaOperationType: fc.constantFrom('EQ' as const, 'NE' as const),
  criteriaValue: fc.integer({ min: 0, max: 4 }),
})
const anyEvent = fc
  .record({ kind: fc.constantFrom('access' as const, 'audit' as const), user: ids, door: ids, site: fc.option(ids) })
  .map(({ kind, user, door, site }) => {
    const event = accessEvent({ kind, actor: { id: user, objectType: 'USER' }, eventObject: { id: door } })
    if (site !== null) return { ...event, site: { id: site, siteName: 'S' } }
    const { site: _, ...nowhere } = event
    return nowhere
  })

describe('criteria', () => {
  it('are ANDed: with AUDIT told, all fire exactly when each alone does', () => {
    fc.assert(
      fc.property(fc.array(anyCriterion, { maxLength: 5 }), fc.constantFrom(0, 1), anyEvent, (criteria, kind, event) => {
        const audit = criterion(`AUDIT EQ ${kind}`)
        const alone = criteria.every((one) => matches({ criteria: [one, audit] }, event))
        expect(matches({ criteria: [...criteria, audit] }, event)).toBe(alone && matches({ criteria: [audit] }, event))
      }),
    )
  })

  it('that conflict never fire', () => {
    fc.assert(
      fc.property(
        fc.array(anyCriterion, { maxLength: 4 }),
        fc.constantFrom('SITE', 'ACCESS-POINT'),
        anyEvent,
        (more, type, event) => {
          expect(matches({ criteria: [...more, criterion(`${type} EQ 1`), criterion(`${type} EQ 2`)] }, event)).toBe(false)
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
