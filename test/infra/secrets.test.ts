import { createPrivateKey } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { KeySet } from '../../infra/secret-values.ts'
import { runSecrets } from '../../infra/secrets.ts'

let held: Map<string, string>
const vault = {
  get: async (id: string) => held.get(id),
  put: async (id: string, value: string) => void held.set(id, value),
}
const run = (...words: string[]) => runSecrets(vault, 'dev', words)
const setOf = (name: string): KeySet => JSON.parse(held.get(`sallyport/dev/${name}`) ?? '{}')
const kids = (name: string) => setOf(name).keys.map((key) => key.kid)

beforeEach(async () => {
  held = new Map()
  await run('fill')
})

describe('filling', () => {
  it('gives each secret a value of the shape its readers expect', () => {
    expect(setOf('signing-keys').keys).toEqual([
      expect.objectContaining({ kty: 'RSA', alg: 'RS256', kid: setOf('signing-keys').active }),
    ])
    expect(setOf('panel-keys').keys).toEqual([
      expect.objectContaining({ kty: 'OKP', crv: 'Ed25519', kid: setOf('panel-keys').active }),
    ])
    const keys = JSON.parse(held.get('sallyport/dev/service-keys') ?? '{}')
    expect(Object.keys(keys).toSorted()).toEqual(['apiKeyKey', 'clientSecretKey', 'sealKey'])
    for (const key of Object.values(keys)) expect(Buffer.from(String(key), 'base64')).toHaveLength(32)
  })

  it('gives private keys that Node can sign with', () => {
    for (const name of ['signing-keys', 'panel-keys']) {
      // a JWK is a record of text
      const key = setOf(name).keys[0] as Record<string, string>
      expect(createPrivateKey({ key, format: 'jwk' }).type).toBe('private')
    }
  })

  it('leaves what has a value as it is', async () => {
    const before = new Map(held)
    expect(await run('fill')).toContain('sallyport/dev/signing-keys: has a value already')
    expect(held).toEqual(before)
  })

  it('says nothing of the values', async () => {
    held.clear()
    expect((await run('fill')).join()).toBe(
      'sallyport/dev/signing-keys: filled,sallyport/dev/panel-keys: filled,sallyport/dev/service-keys: filled',
    )
  })
})

describe('rotation', () => {
  it('publishes the new key before it signs, and the old one until it is retired', async () => {
    const [old = ''] = kids('signing-keys')
    await run('add', 'signing-keys')
    const fresh = kids('signing-keys')[1] ?? ''
    expect(setOf('signing-keys').active).toBe(old)
    await run('activate', 'signing-keys', fresh)
    expect(setOf('signing-keys').active).toBe(fresh)
    expect(kids('signing-keys')).toEqual([old, fresh])
    await run('retire', 'signing-keys', old)
    expect(kids('signing-keys')).toEqual([fresh])
  })

  it('refuses to retire the key that signs, and keys it does not have', async () => {
    const { active } = setOf('panel-keys')
    await expect(run('retire', 'panel-keys', active)).rejects.toThrow(`${active} still signs; activate another key first.`)
    await expect(run('activate', 'panel-keys', 'nobody')).rejects.toThrow(`There is no key nobody; there are ${active}.`)
  })

  it('refuses to rotate what is not there, and commands it does not know', async () => {
    held.clear()
    await expect(run('add', 'signing-keys')).rejects.toThrow('sallyport/dev/signing-keys is empty; fill it first.')
    await expect(run('add', 'service-keys')).rejects.toThrow('Usage:')
    await expect(run('rotate')).rejects.toThrow('Usage:')
  })
})
