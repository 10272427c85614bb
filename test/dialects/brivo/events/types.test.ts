import { describe, expect, it } from 'vitest'
import {
  auditEventTypes,
  codedType,
  codedTypes,
  countedAccessEventTypes,
  matchesEventType,
} from '../../../../shared/dialects/brivo/events/types.ts'
import { eventTypes } from '../../../../shared/domain/record/events/catalogue/catalogue.ts'

const typeOf = (code: number) => codedTypes.find((type) => type.code === code)

describe('the catalogue of codes', () => {
  it('has each code and action once', () => {
    for (const key of ['code', 'action'] as const)
      expect(new Set(codedTypes.map((type) => type[key])).size).toBe(codedTypes.length)
  })

  it('knows every code that the API document names', () => {
    const named = [
      500, 501, 1007, 1008, 2002, 2004, 3004, 3005, 4001, 4002, 4003, 4004, 4101, 4102, 4103, 4104, 5006, 5012, 5013, 5014, 5016,
      5017, 5018, 5019, 5020, 5023, 5034, 5037, 5038, 5039, 5040, 5041, 5042, 5043, 5044, 5045, 5046, 5047, 5048, 5049, 5055,
      5058, 5064, 5065, 5202, 5211, 5212, 6201, 6202, 7404, 7509, 7703, 7704,
    ]
    expect(codedTypes.map((type) => type.code).filter((code) => code < 90000)).toEqual(named)
  })

  it.each([
    [2004, 'Open', 'successful_access', false, 'LOW', 'Access attempts that do result in granted access'],
    [5006, 'Invalid Cred Threshold Passed', 'failed_access', true, 'MEDIUM', 'Access attempts that did not grant access'],
    [5012, 'Failed Access Unknown Cred', 'failed_access', true, 'MEDIUM', 'Access attempts that did not grant access'],
    [5017, 'Failed Access User Not Enabled', 'failed_access', true, 'HIGH', 'Access attempts that did not grant access'],
    [5034, 'Undownloaded Credential', 'failed_access', false, 'LOW', 'Access attempts that did not grant access'],
  ])('says of %i what is published', (code, action, key, exception, priority, description) => {
    expect(typeOf(code)).toMatchObject({
      action,
      typeKey: `security_event_type.${key}`,
      exception,
      priority,
      description,
      kind: 'access',
    })
  })

  it('says what the API document prints of 5064 and 3005', () => {
    expect(typeOf(5064)).toMatchObject({ action: 'Administrator Pulse Output', exception: false, kind: 'access' })
    expect(typeOf(3005)).toMatchObject({ action: 'User Login', exception: false, kind: 'audit', category: 'administrator' })
  })

  it('has type keys of one style, and a code for each of our types', () => {
    for (const { typeKey } of codedTypes) expect(typeKey).toMatch(/^security_event_type\.[a-z0-9_]+$/)
    for (const type of eventTypes) expect(codedTypes).toContainEqual(codedType(type))
    expect(codedType('user.created').typeKey).toBe('security_event_type.user_created')
  })

  it('answers each value of the event_type filters by its own types', () => {
    const found = (wanted: string) => codedTypes.filter((type) => matchesEventType(type, wanted)).map((type) => type.code)
    expect(found('exception')).toContain(5012)
    expect(found('exception')).not.toContain(5034)
    expect(found('non_exception')).toContain(2004)
    expect(found('NON_EXCEPTION')).toEqual(found('non_exception'))
    expect(found('schedule')).toEqual([91601, 91602, 91603])
    expect(found('nonsense')).toEqual([])
    for (const type of codedTypes) {
      const answers = [...countedAccessEventTypes, ...auditEventTypes].filter((wanted) => matchesEventType(type, wanted))
      expect(answers.length, `${type.code}`).toBe(1)
    }
  })
})
