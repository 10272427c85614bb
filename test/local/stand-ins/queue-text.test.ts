import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keptBody, keptText, sentAnswer, sentText } from '../../../local/stand-ins/queue-text.ts'

/** Texts of any units, halves of pairs among them, with many of the characters that the keeping itself uses. */
const unit = fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0xd83d, 0xde00, 0xe000, 0xe800, 0xefff))
const anyText = fc.array(unit).map((units) => String.fromCharCode(...units))

/** The characters that SQS takes; fauxqs takes those of them that are one unit. */
const isTaken = (code: number) =>
  [9, 10, 13].includes(code) || (code >= 0x20 && code < 0xd800) || (code >= 0xe000 && code < 0xfffe)
const isTakenByFauxqs = (text: string) => Array.from({ length: text.length }, (_, at) => text.charCodeAt(at)).every(isTaken)
const isTakenBySqs = (text: string) => [...text].every((one) => one.length === 2 || isTaken(one.charCodeAt(0)))

describe('a text that fauxqs keeps for SQS', () => {
  it('is given back as it was sent, whatever it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(sentText(keptText(text))).toBe(text)
      }),
    )
  })

  it('is taken by fauxqs if and only if the text is one that SQS takes', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(isTakenByFauxqs(keptText(text))).toBe(isTakenBySqs(text))
      }),
    )
    for (const refused of ['\ud800', 'a\udfff', '\ufffe', '\uffff', '\u0000', '\u001f'])
      expect([isTakenBySqs(refused), isTakenByFauxqs(keptText(refused))]).toEqual([false, false])
  })

  it('has the digests of what was sent, which clients compare', () => {
    const md5 = (text: string) => createHash('md5').update(text).digest('hex')
    const of = { MD5OfMessageBody: 'of what was kept' }
    expect(sentAnswer(of, keptBody({ MessageBody: '𝄞' }))).toEqual({ MD5OfMessageBody: md5('𝄞') })
    const entries = [
      { Id: 'a', MessageBody: '😀' },
      { Id: 'b', MessageBody: '\ue000' },
    ]
    expect(sentAnswer({ Successful: [{ Id: 'b', ...of }] }, keptBody({ Entries: entries }))).toEqual({
      Successful: [{ Id: 'b', MD5OfMessageBody: md5('\ue000') }],
    })
    expect(sentAnswer({ Messages: [{ Body: keptText('😀'), MD5OfBody: '' }] }, {})).toEqual({
      Messages: [{ Body: '😀', MD5OfBody: md5('😀') }],
    })
  })
})
