import { GetSecretValueCommand, InternalServiceError, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { PanelKeys, readSecret, ServiceKeys } from '../../shared/adapters/secret.ts'

vi.stubEnv('AWS_REGION', 'us-east-1')
const mock = mockClient(SecretsManagerClient)
beforeEach(() => mock.reset())
afterAll(() => {
  mock.restore()
  vi.unstubAllEnvs()
})

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64')
const panelKey = (kid: string) => ({ kid, kty: 'OKP', crv: 'Ed25519', x: 'x'.repeat(43), d: 'd'.repeat(43) })
const holds = (value: unknown) => ({ SecretString: JSON.stringify(value) })

describe('a secret', () => {
  it('is read by its name', async () => {
    mock
      .on(GetSecretValueCommand, { SecretId: 'service-keys' })
      .resolves(holds({ clientSecretKey: key(1), apiKeyKey: key(2), sealKey: key(3) }))
    expect((await readSecret('service-keys', ServiceKeys)).sealKey).toEqual(new Uint8Array(32).fill(3))
  })

  it('that was rotated is what the next start reads, with the keys of before', async () => {
    mock
      .on(GetSecretValueCommand)
      .resolvesOnce(holds({ active: 'one', keys: [panelKey('one')] }))
      .resolvesOnce(holds({ active: 'two', keys: [panelKey('one'), panelKey('two')] }))
    expect((await readSecret('panel-keys', PanelKeys)).active).toBe('one')
    const rotated = await readSecret('panel-keys', PanelKeys)
    expect(rotated.active).toBe('two')
    expect(rotated.keys.map(({ kid }) => kid)).toEqual(['one', 'two'])
  })

  it('that Secrets Manager does not give is an error of the start', async () => {
    const fault = new InternalServiceError({ message: 'Internal', $metadata: { httpStatusCode: 500 } })
    mock.on(GetSecretValueCommand).rejects(fault)
    await expect(readSecret('service-keys', ServiceKeys)).rejects.toBe(fault)
  })

  it.each([
    ['a key that is too short', holds({ clientSecretKey: key(1), apiKeyKey: key(2), sealKey: 'aGlkZGVu' }), 'sealKey'],
    ['no JSON', { SecretString: 'aGlkZGVu' }, 'service-keys'],
    ['no text', {}, 'service-keys'],
  ])('with %s is refused by name, without its value', async (_, value, named) => {
    mock.on(GetSecretValueCommand).resolves(value)
    const thrown = await readSecret('service-keys', ServiceKeys).catch((error: unknown) => String(error))
    expect(thrown).toContain('service-keys has another shape')
    expect(thrown).toContain(named)
    expect(thrown).not.toContain('aGlkZGVu')
  })
})
