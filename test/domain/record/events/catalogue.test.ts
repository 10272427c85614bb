import { describe, expect, it } from 'vitest'
import { eventTypes, kindOfEvent } from '../../../../shared/domain/record/events/catalogue/catalogue.ts'

describe('the catalogue of event types', () => {
  it('names each type by its subject and what happened', () => {
    for (const type of eventTypes) expect(type).toMatch(/^[a-z_]+(\.[a-z_]+){1,2}$/)
  })

  it('has the creation, the change and the deletion of each kind of object, as audit events', () => {
    const kinds = 'site panel access_point user credential group schedule holiday subscription administrator'.split(' ')
    const wanted = kinds.flatMap((kind) => ['created', 'updated', 'deleted'].map((done) => `${kind}.${done}`))
    expect(eventTypes).toEqual(expect.arrayContaining(wanted))
    for (const type of eventTypes.filter((one) => wanted.includes(one))) expect(kindOfEvent(type)).toBe('audit')
  })
})
