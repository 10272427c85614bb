import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { plainLine, plainText } from '../../shared/lib/text.ts'

const Name = plainText('firstName', 10)
const refusal = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues[0]?.message

describe('a line of text', () => {
  it('is trimmed and normalized to NFC', () => {
    expect(Name.parse('\t Jose\u0301 \n')).toBe('Jos\u00e9')
  })
  it('keeps what is no control character: emoji, right-to-left text, joiners', () => {
    for (const text of ['👩‍🚒', 'שלום', 'a\u200db', '\u00a0x'.trim()]) expect(Name.parse(text)).toBe(text)
  })
  it.each([
    ['a\u0000b', 'U+0000'],
    ['a\nb', 'U+000A'],
    ['a\u0007', 'U+0007'],
    ['a\u007fb', 'U+007F'],
    ['a\u0085b', 'U+0085'],
    ['a\u009fb', 'U+009F'],
  ])('refuses the control character in %j and names the field', (text, code) => {
    expect(refusal(Name, text)).toBe(`Invalid value for 'firstName': it contains the control character ${code}`)
  })
  it.each([
    ['a\u2028b', 'U+2028'],
    ['a\u2029b', 'U+2029'],
    ['a\uffff', 'U+FFFF'],
    ['\ufdd0', 'U+FDD0'],
    ['\u{1fffe}', 'U+1FFFE'],
  ])('refuses %j, which separates lines or is no character', (text, code) => {
    expect(refusal(Name, text)).toBe(`Invalid value for 'firstName': it contains the character ${code}`)
    expect(refusal(plainLine(10), text)).toBe(`Invalid input: it contains the character ${code}`)
  })
  it.each(['\u200b', '\u202e\u2066', '\u3164', '\ufe0f\u200d'])('refuses %j, of which nothing is visible', (text) => {
    expect(refusal(Name, text)).toBe("Invalid value for 'firstName': it has no visible character")
    expect(refusal(plainLine(10), text)).toBe('Invalid input: it has no visible character')
  })
  it.each([
    [undefined, 'it is required'],
    [null, 'it is required'],
    [5, 'expected a text'],
    [' ', 'it is empty'],
    ['12345678901', 'at most 10 characters'],
  ])('refuses %j and says why', (value, reason) => expect(refusal(Name, value)).toBe(`Invalid value for 'firstName': ${reason}`))
  it('says the given sentence when it is absent or empty', () => {
    const withSentence = plainText('name', 10, { missing: 'A name is needed' })
    expect([refusal(withSentence, undefined), refusal(withSentence, '  ')]).toEqual(['A name is needed', 'A name is needed'])
  })
  it('may be empty where the field allows it', () => {
    expect(plainText('middleName', 10, { min: 0 }).parse(' ')).toBe('')
  })
  it('counts the characters of the normalized text', () => {
    expect(plainText('name', 1).parse('e\u0301')).toBe('\u00e9')
  })
  it('declares its lengths to OpenAPI', () => {
    expect(z.toJSONSchema(Name)).toMatchObject({ type: 'string', minLength: 1, maxLength: 10 })
  })
})
