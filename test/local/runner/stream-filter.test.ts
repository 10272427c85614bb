import { describe, expect, it } from 'vitest'
import { recordFilter } from '../../../local/runner/stream-filter.ts'

const filter = (...patterns: unknown[]) =>
  recordFilter({ Filters: patterns.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) })
const record = (entity: string, eventName = 'INSERT', more: Record<string, unknown> = {}) => ({
  eventName,
  dynamodb: { NewImage: { entity: { S: entity }, ...more } },
})

describe('filter criteria', () => {
  it('let everything pass when there are none', () => expect(recordFilter(undefined)(record('event'))).toBe(true))
  it('want every field of a pattern, and any value of a field', () => {
    const wants = filter({ eventName: ['INSERT'], dynamodb: { NewImage: { entity: { S: ['event', 'user'] } } } })
    expect([wants(record('event')), wants(record('user')), wants(record('site')), wants(record('event', 'MODIFY'))]).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
  it('want any one pattern of several', () => {
    const wants = filter({ eventName: ['REMOVE'] }, { dynamodb: { NewImage: { entity: { S: ['user'] } } } })
    expect([wants(record('x', 'REMOVE')), wants(record('user')), wants(record('x'))]).toEqual([true, true, false])
  })
  it('do not match a field that is not there', () =>
    expect(filter({ dynamodb: { OldImage: { entity: { S: ['event'] } } } })(record('event'))).toBe(false))
  it.each([
    [{ prefix: 'ev' }, true],
    [{ suffix: 'nt' }, true],
    [{ 'anything-but': ['event'] }, false],
    [{ 'anything-but': { prefix: 'x' } }, true],
    [{ exists: true }, true],
    [{ exists: false }, false],
    [{ 'equals-ignore-case': 'EVENT' }, true],
  ])('know %j', (test, expected) =>
    expect(filter({ dynamodb: { NewImage: { entity: { S: [test] } } } })(record('event'))).toBe(expected),
  )
  it('know numbers in a range, and alternatives', () => {
    expect(filter({ size: [{ numeric: ['>', 1, '<=', 5] }] })({ size: 5 })).toBe(true)
    expect(filter({ $or: [{ a: [1] }, { b: [2] }] })({ b: 2 })).toBe(true)
  })
  it('refuse a test they do not know rather than half understanding a filter', () => {
    expect(() => filter({ a: [{ wildcard: 'x*' }] })({ a: 'xy' })).toThrow('does not know the filter wildcard')
  })
})
