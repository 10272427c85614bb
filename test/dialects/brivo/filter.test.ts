import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFilter } from '../../../shared/dialects/brivo/filter.ts'

const fields = { name: ['eq'], firstName: ['eq'], id: ['eq', 'ne'], 'emails.address': ['eq'] } as const
const read = (text: string | undefined) => {
  const criteria = parseFilter(text, fields)
  return criteria.ok ? criteria.value.map(({ field, operator, values }) => [field, operator, ...values]) : criteria.error.message
}

describe('a filter', () => {
  it.each([
    [undefined, []],
    ['', []],
    [' ; ', []],
    ['name__eq:Door 1', [['name', 'eq', 'Door 1']]],
    ['NAME__EQ : Door 1 ;;', [['name', 'eq', 'Door 1']]],
    [
      'firstname__eq:a;id__ne:1, 2,',
      [
        ['firstName', 'eq', 'a'],
        ['id', 'ne', '1', '2'],
      ],
    ],
    ['name__eq:12:30', [['name', 'eq', '12:30']]],
    ['emails.address__eq:a@b', [['emails.address', 'eq', 'a@b']]],
  ])('%j is %j', (text, expected) => expect(read(text)).toEqual(expected))

  it.each([
    ['name__eq:Smith\\, Jr\\; PhD', ['Smith, Jr; PhD']],
    ['name__eq:Smith\\, Jr,Jones', ['Smith, Jr', 'Jones']],
    ['name__eq:DOMAIN\\user', ['DOMAIN\\user']],
    ['name__eq:C:\\', ['C:\\']],
    ['name__eq:C:\\\\,D:\\\\', ['C:\\', 'D:\\\\']],
    ['name__eq:\\,', [',']],
  ])('%s has the values %j', (text, values) => expect(read(text)).toEqual([['name', 'eq', ...values]]))

  it.each([
    ['name', 'Invalid filter format'],
    ['a,name__eq:x', 'Invalid filter format'],
    ['nome__eq:x', "Invalid filter format: unknown filter 'nome'"],
    ['name__like:x', "Invalid filter operator 'like' for 'name'"],
    ['name__eq: , ', "Invalid filter format: 'name' has no value"],
  ])('%s is refused: %s', (text, message) => expect(read(text)).toBe(message))

  it('finds any value again whose backslashes before a separator are doubled and whose separators are escaped', () => {
    const value = fc.stringMatching(/^[a\\,;:_ ]+$/).filter((text) => text.trim() === text && text !== '')
    const escaped = (text: string) => `${text}|`.replace(/(\\*)([,;|])/g, '$1$1\\$2').slice(0, -2)
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        const text = `name__eq:${values.map(escaped).join(',')};id__eq:1`
        expect(read(text)).toEqual([
          ['name', 'eq', ...values],
          ['id', 'eq', '1'],
        ])
      }),
    )
  })
})
