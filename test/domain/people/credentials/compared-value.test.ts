import { expect, it } from 'vitest'
import { comparedValue } from '../../../../shared/domain/people/credentials/compared-value.ts'

it.each([
  ['card', '00ABC', 'abc'],
  ['virtual_card', '0', '0'],
  ['card', 'xyz', undefined],
  ['plate', ' b-ab 12\u201134 ', 'BAB1234'],
  ['plate', ' - ', undefined],
  ['qr', '0042', '0042'],
  ['finger', '', undefined],
] as const)('the value of a %s, %j, is compared as %j', (kind, value, compared) => {
  expect(comparedValue(kind, value)).toBe(compared)
})
