import { describe, expect, it } from 'vitest'
import { decide, keeping } from '../../../../shared/domain/identity/idempotency/decide.ts'
import { fingerprintOf, isIdempotencyKey, maxKeptBytes } from '../../../../shared/domain/identity/idempotency/entity.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('a request whose key is taken', () => {
  const answer = { status: 201, headers: {}, body: 'empty' } as const

  it('is answered as the first was, when it is the same request', () => {
    expect(decide({ fingerprint: 'a', answer }, 'a')).toEqual({ ok: true, value: answer })
  })

  it('is refused as another request, whether the first has an answer or not', () => {
    const reused = { ok: false, error: { kind: 'idempotency_key_reused' } }
    expect(decide({ fingerprint: 'a', answer }, 'b')).toEqual(reused)
    expect(decide({ fingerprint: 'a' }, 'b')).toEqual(reused)
  })

  it('is refused while the first is under way, and when its answer was not kept', () => {
    expect(decide({ fingerprint: 'a' }, 'a')).toEqual({ ok: false, error: { kind: 'request_under_way' } })
    expect(decide({ fingerprint: 'a', answer: { ...answer, body: 'not kept' } }, 'a')).toEqual({
      ok: false,
      error: { kind: 'answer_not_kept', status: 201 },
    })
  })
})

describe('an answer', () => {
  const json = { status: 200, contentType: 'application/json', bytes: 10 }

  it.each([500, 503, 429])('of status %i is not kept', (status) => {
    expect(keeping({ ...json, status })).toBe('nothing')
  })

  it.each([200, 201, 204, 400, 403, 404, 409, 412])('of status %i is kept', (status) => {
    expect(keeping({ ...json, status })).toBe('whole')
  })

  it('is kept without its body when that is large or an image', () => {
    expect(keeping({ ...json, bytes: maxKeptBytes })).toBe('whole')
    expect(keeping({ ...json, bytes: maxKeptBytes + 1 })).toBe('without body')
    expect(keeping({ ...json, contentType: 'image/png' })).toBe('without body')
  })
})

describe('a key', () => {
  it('is 1 to 255 printable ASCII characters', () => {
    for (const key of ['a', ' ~', 'x'.repeat(255)]) expect(isIdempotencyKey(key)).toBe(true)
    for (const key of ['', 'x'.repeat(256), 'é', 'a\u0000', 'a\n', '\u007f']) expect(isIdempotencyKey(key)).toBe(false)
  })
})

describe('a fingerprint', () => {
  it('differs by method, path, query and each byte of the body', () => {
    const prints = [
      fingerprintOf('POST', '/a', bytes('')),
      fingerprintOf('PUT', '/a', bytes('')),
      fingerprintOf('POST', '/b', bytes('')),
      fingerprintOf('POST', '/a?b=1', bytes('')),
      fingerprintOf('POST', '/a', bytes('{}')),
      fingerprintOf('POST', '/a', bytes('{ }')),
    ]
    expect(new Set(prints).size).toBe(prints.length)
    expect(fingerprintOf('POST', '/a', bytes('{}'))).toBe(fingerprintOf('POST', '/a', bytes('{}')))
  })
})
