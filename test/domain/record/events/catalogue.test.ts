import { describe, expect, it } from 'vitest'
import {
  auditEventTypes,
  countedAccessEventTypes,
  eventCode,
  eventType,
  eventTypes,
  matchesEventType,
} from '../../../../shared/domain/record/events/catalogue.ts'

const typeOf = (code: number) => {
  const type = eventType(code)
  if (!type) throw new Error(`no event type ${code}`)
  return type
}

describe('the catalogue of event types', () => {
  it('has each code, type key and action once', () => {
    for (const key of ['code', 'typeKey', 'action'] as const)
      expect(new Set(eventTypes.map((type) => type[key])).size).toBe(eventTypes.length)
  })

  it('knows every code that the API document names', () => {
    const named = [
      500, 501, 1007, 1008, 2002, 2004, 3004, 3005, 4001, 4002, 4003, 4004, 4101, 4102, 4103, 4104, 5006, 5012, 5013, 5014, 5016,
      5017, 5018, 5019, 5020, 5023, 5034, 5037, 5038, 5039, 5040, 5041, 5042, 5043, 5044, 5045, 5046, 5047, 5048, 5049, 5055,
      5058, 5064, 5065, 5202, 5211, 5212, 6201, 6202, 7404, 7509, 7703, 7704,
    ]
    expect(eventTypes.map((type) => type.code).filter((code) => code < 90000)).toEqual(named)
  })

  it('says what clients read of the codes that they know', () => {
    expect(typeOf(5064)).toMatchObject({
      action: 'Administrator Pulse Output',
      exception: false,
      kind: 'access',
      typeKey: 'ADMINISTRATOR_PULSE',
    })
    expect(typeOf(3005)).toMatchObject({ action: 'User Login', exception: false, kind: 'audit', category: 'administrator' })
    expect(typeOf(5018)).toMatchObject({ action: 'Unauthorized Access Attempt', exception: true, kind: 'access' })
    expect([2004, 5006, 5012, 5017, 5034].map((code) => typeOf(code).exception)).toEqual([false, true, true, true, true])
  })

  it('gives by name the codes of what is recorded', () => {
    expect(eventCode).toMatchObject({ accessGranted: 2004, unknownCredential: 5012, administratorPulse: 5064, signIn: 3005 })
    for (const code of Object.values(eventCode)) expect(typeOf(code).description).not.toContain('not recorded')
    expect(eventType(1)).toBeUndefined()
  })

  it('has a code for the creation, the change and the deletion of each kind of object', () => {
    for (const kind of [
      'site',
      'panel',
      'accessPoint',
      'user',
      'credential',
      'group',
      'schedule',
      'holiday',
      'subscription',
      'administrator',
    ])
      for (const done of ['Created', 'Updated', 'Deleted']) expect(Object.keys(eventCode)).toContain(`${kind}${done}`)
  })

  it('answers each value of the event_type filters by its own types', () => {
    const actions = (wanted: string) => eventTypes.filter((type) => matchesEventType(type, wanted)).map((type) => type.code)
    expect(actions('exception')).toContain(5012)
    expect(actions('exception')).not.toContain(2004)
    expect(actions('non_exception')).toContain(2004)
    expect(actions('NON_EXCEPTION')).toEqual(actions('non_exception'))
    expect(actions('schedule')).toEqual([eventCode.scheduleCreated, eventCode.scheduleUpdated, eventCode.scheduleDeleted])
    expect(actions('nonsense')).toEqual([])
    for (const type of eventTypes) {
      const answers = [...countedAccessEventTypes, ...auditEventTypes].filter((wanted) => matchesEventType(type, wanted))
      expect(answers.length, `${type.code}`).toBe(1)
    }
  })
})
