import { describe, expect, it } from 'vitest'
import { differences, type Shape } from './shape.ts'

const site: Shape = { id: 'number', name: 'text', 'zone?': 'text' }

describe('an answer is compared with its shape', () => {
  it.each<[Shape, unknown]>([
    ['number', 1],
    ['text | null', null],
    ['=DOOR', 'DOOR'],
    ['date-time', '2026-03-02T12:00:00Z'],
    [site, { id: 1, name: 'Office' }],
    [site, { id: 1, name: 'Office', zone: 'UTC' }],
    [[site], [{ id: 1, name: 'Office' }]],
    [[], []],
    [['number', '...'], []],
    [
      ['number', { id: 'number' }],
      [1, { id: 2 }, 3],
    ],
  ])('%j is the shape of %j', (shape, value) => {
    expect(differences(shape, value)).toEqual([])
  })

  it.each<[Shape, unknown, string]>([
    ['number', '1', 'the answer is "1", not number'],
    ['text | null', undefined, 'the answer is undefined, not text | null'],
    ['=DOOR', 'FLOOR', 'the answer is "FLOOR", not =DOOR'],
    ['date-time', '2026-03-02T12:00:00.000Z', 'the answer is "2026-03-02T12:00:00.000Z", not date-time'],
    [site, { id: 1 }, 'name is missing'],
    [site, { id: 1, name: 'Office', zone: 5 }, 'zone is 5, not text'],
    [{ site }, { site: { id: 1, name: 'Office', color: 'red' } }, 'site.color is not in the contract'],
    [site, [site], 'the answer is [{"id":"number","name":"text","zone?":"text"}], not an object'],
    [[site], [{ id: '1', name: 'Office' }], '[].id is "1", not number'],
    [{ data: [site] }, { data: [] }, 'data is empty, so it shows nothing'],
    [{ data: [] }, { data: [1] }, 'data is [1], not empty'],
    [{ data: ['number', '...'] }, { data: ['1'] }, 'data[] is "1", not number'],
    [{ data: ['number', 'boolean'] }, { data: [1] }, 'data has nothing of the shape "boolean"'],
    [{ data: ['number', 'boolean'] }, { data: [1, true, 'x'] }, 'data[] is "x", which has none of the shapes'],
  ])('%j is not the shape of %j', (shape, value, difference) => {
    expect(differences(shape, value)).toEqual([difference])
  })

  it('takes fields that the shape does not have where they are named by their paths', () => {
    const value = { data: [{ id: 1, name: 'Office', color: 'red' }] }
    expect(differences({ data: [site] }, value, new Set(['data[].color']))).toEqual([])
    expect(differences({ data: [site] }, value, new Set(['color']))).toEqual(['data[].color is not in the contract'])
  })

  it('throws at a type that there is not, so that no misspelt one passes', () => {
    expect(() => differences('nmuber', 1)).toThrow('nmuber')
  })
})
