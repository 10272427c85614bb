import { describe, expect, it } from 'vitest'
import { decodeForm, decodeText } from '../../shared/http/body-text.ts'

const latin = Buffer.from('{"firstName":"J\xf6rg"}', 'latin1')

describe('the bytes of a body', () => {
  it.each([
    ['application/json', Buffer.from('Jörg')],
    ['application/json; charset=utf-8', Buffer.from('\ufeffJörg')],
    ['application/json;charset="UTF-8"', Buffer.from('Jörg')],
    ['application/json; charset=ISO-8859-1', Buffer.from('J\xf6rg', 'latin1')],
    ['application/json; x=y; Charset = windows-1252', Buffer.from('J\xf6rg', 'latin1')],
    ['application/json; charset=utf-16le', Buffer.from('Jörg', 'utf16le')],
    ['application/json; charset=koi8-r', Buffer.from('J\xd6rg', 'latin1'), 'Jжrg'],
  ])('with %s are text by that charset', (type, bytes, text = 'Jörg') => {
    expect(decodeText(bytes, type)).toEqual({ ok: true, value: text })
  })
  it.each([
    ['application/json', latin, 400, 'The request has bytes that are not valid UTF-8'],
    ['application/json; charset=shift_jis', Buffer.from([0x81]), 400, 'The request has bytes that are not valid SHIFT_JIS'],
    ['application/json', Buffer.from('J\ufffdrg'), 400, 'The request has bytes that are not valid UTF-8'],
    ['application/json; charset=utf-7', latin, 415, "The charset 'utf-7' is not supported: send UTF-8"],
    ['application/json; charset=nonsense', latin, 415, "The charset 'nonsense' is not supported: send UTF-8"],
  ])('with %s are refused rather than guessed at: %j', (type, bytes, status, message) => {
    expect(decodeText(bytes, type)).toEqual({ ok: false, error: { status, message } })
  })
})

describe('the fields of a form', () => {
  const form = 'application/x-www-form-urlencoded'
  it.each([
    [
      form,
      'a=1&a=2&b=x%20y+z%2Bw&c&=d&e=f=g&&',
      {
        ok: true,
        value: [
          ['a', '1'],
          ['a', '2'],
          ['b', 'x y z+w'],
          ['c', ''],
          ['', 'd'],
          ['e', 'f=g'],
        ],
      },
    ],
    [form, 'u=J%C3%B6rg', { ok: true, value: [['u', 'Jörg']] }],
    [`${form}; charset=iso-8859-1`, 'u=J%F6rg', { ok: true, value: [['u', 'Jörg']] }],
    [
      form,
      'a=100%&b=%zz',
      {
        ok: true,
        value: [
          ['a', '100%'],
          ['b', '%zz'],
        ],
      },
    ],
  ])('with %s are read: %s', (type, text, fields) => expect(decodeForm(Buffer.from(text), type)).toEqual(fields))
  it('may have bytes that are not encoded', () => {
    expect(decodeForm(Buffer.from('u=Jörg'), form)).toEqual({ ok: true, value: [['u', 'Jörg']] })
  })
  it.each([
    [form, 400],
    [`${form}; charset=nonsense`, 415],
  ])('with %s are refused when they are no text', (type, status) => {
    expect(decodeForm(Buffer.from('u=J%F6rg'), type)).toMatchObject({ ok: false, error: { status } })
    expect(decodeForm(Buffer.from('J%F6rg=u'), type)).toMatchObject({ ok: false, error: { status } })
  })
})
