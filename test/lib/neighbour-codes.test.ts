import { expect, it } from 'vitest'
import { oneLower } from '../../shared/domain/access/decisions/silent-alarm.ts'
import { neighboursOf } from '../../shared/lib/neighbour-codes.ts'

it.each([
  ['1234', ['1233', '1235']],
  ['0999', ['0998', '1000']],
  ['0000', ['9999', '0001']],
  ['99999999', ['99999998', '00000000']],
  ['12a4', []],
  ['', []],
])('the codes beside %s', (code, beside) => {
  expect(neighboursOf(code)).toEqual(beside)
})

it('are those that panels look at: the one below, and the one that this one is below of', () => {
  for (const code of ['0000', '9999', '5000', '0099']) {
    const [lower, higher] = neighboursOf(code)
    expect([lower, oneLower(higher ?? '')]).toEqual([oneLower(code), code])
  }
})
