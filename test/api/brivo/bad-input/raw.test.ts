import fc from 'fast-check'
import { describe, it } from 'vitest'
import { badText } from '../../../support/bad-input/bad-values.ts'
import { operations } from '../../../support/bad-input/operations.ts'
import { tried } from '../../../support/bad-input/settings.ts'
import { tenants } from '../../../support/bad-input/tenants.ts'

const { soundRequest, ask } = await tenants()
const named = operations.map((one) => [one.operationId, one] as const)
const withBody = operations.filter(({ places }) => places.length > 0).map((one) => [one.operationId, one] as const)

/** Bytes that are no sound JSON, or that JSON readers do not agree on; `sound` is a body that is taken. */
const rawBodies = (sound: string): fc.Arbitrary<string | Uint8Array> => {
  const at = fc.nat(Math.max(sound.length - 1, 0))
  return fc.oneof(
    at.map((end) => sound.slice(0, end)),
    fc
      .tuple(at, fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }))
      .map(([from, text]) => `${sound.slice(0, from)}${text}${sound.slice(from)}`),
    fc.uint8Array({ maxLength: 40 }),
    fc.constantFrom<string | Uint8Array>(
      '',
      ' ',
      'null',
      'true',
      '0',
      '-0',
      '1e999',
      `1${'0'.repeat(400)}`,
      '""',
      '[]',
      '{}',
      'NaN',
      'undefined',
      "{'a':1}",
      '{"a":1,}',
      '// a comment\n{}',
      '{"__proto__":{"name":"A"}}',
      '{"constructor":{"prototype":{"name":"A"}}}',
      '{"\\u0000":1}',
      '{"\\ud800":1}',
      `\ufeff${sound}`,
      `${sound}${sound}`,
      `${sound}\u0000`,
      `[${sound}]`,
      sound.replace('{', `{"a":1,"a":2,`),
      sound.replaceAll('{', '{"name":"first","name":{"second":[]},'),
      Buffer.from(sound, 'utf16le'),
      Buffer.from(`\ufeff${sound}`, 'utf16le'),
      Buffer.from(`${sound.slice(0, -1)},"a":"\xff"}`, 'latin1'),
      '['.repeat(100_000),
      `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
      `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
      `${'{"a":"\\ud83d\\ude00","b":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
      `{"name":"${'x'.repeat(999_980)}"}`,
      `{"name":"${'x'.repeat(1_000_000)}"}`,
      `[${'1,'.repeat(400_000)}1]`,
      `{${Array.from({ length: 50_000 }, (_, index) => `"f${index}":1`).join(',')}}`,
    ),
  )
}

describe('whatever a body is', () => {
  it.each(withBody)('%s answers as it declares', async (_, operation) => {
    const sound = soundRequest(operation)
    const body = JSON.stringify(sound.body ?? {})
    await fc.assert(
      fc.asyncProperty(rawBodies(body), async (raw) => {
        await ask(operation, { ...sound, body: raw, headers: { ...sound.headers, 'Content-Type': 'application/json' } })
      }),
      tried(15),
    )
  })

  it.each(named)('of a type, charset or encoding that is not known, %s answers as it declares', async (_, operation) => {
    const sound = soundRequest(operation)
    const type = fc.constantFrom(
      'text/plain',
      'application/json; charset=utf-7',
      'application/json;charset="',
      'application/xml',
      'multipart/form-data',
      'multipart/form-data; boundary=',
      'application/x-www-form-urlencoded',
      '*/*',
      '/',
      ',',
      'application/json, text/plain',
      'application/vnd.api+json',
      'APPLICATION/JSON',
    )
    const encoding = fc.constantFrom('identity', 'gzip', 'br, gzip', '', 'x')
    await fc.assert(
      fc.asyncProperty(type, encoding, async (contentType, contentEncoding) => {
        await ask(operation, { ...sound, headers: { 'Content-Type': contentType, 'Content-Encoding': contentEncoding } })
      }),
      tried(3),
    )
  })
})

describe('whatever a header is', () => {
  const printable = badText.map((text) => text.replaceAll(/[^\x20-\x7e\xa0-\xff]/g, '').trim())
  const header = fc.oneof(
    fc.tuple(
      fc.constantFrom(
        'Idempotency-Key',
        'X-Amzn-Trace-Id',
        'Accept',
        'Accept-Language',
        'current-date',
        'Content-Length',
        'X-Forwarded-For',
        'X-HTTP-Method-Override',
        'Range',
        'If-None-Match',
        'Expect',
        'Cookie',
      ),
      printable,
    ),
  )
  it.each(named)('%s answers as it declares', async (_, operation) => {
    const sound = soundRequest(operation)
    await fc.assert(
      fc.asyncProperty(header, async ([name, value]) => {
        await ask(operation, { ...sound, headers: { ...sound.headers, [name]: value } }, value)
      }),
      tried(3),
    )
  })
})
