import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { decryptSecretWord, faultOf, readSigningSecret } from '../../examples/webhook-receiver.ts'
import { signatureHeaders } from '../../shared/dialects/brivo/event-subscriptions/sign.ts'
import { encryptSecretWord, signingSecretText } from '../../shared/domain/outbound/subscriptions/secrets.ts'
import { secretWord, signingSecret } from '../support/sender.ts'

const clientId = '0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa'
const keys = { secretWord, signingSecret }
const now = 1_772_452_800
const body = '{"uuid":"x"}'
const headers = {
  ...signatureHeaders({ deliveryId: 'msg_1', now: now * 1000, body }, { secretWord, signingSecrets: [signingSecret] }),
}
/** Node gives header names in lower case. */
const lower = (all: Record<string, string>) =>
  Object.fromEntries(Object.entries(all).map(([name, value]) => [name.toLowerCase(), value]))

describe('the example of a receiver', () => {
  it('reads the keys as the API gives them', () => {
    expect(decryptSecretWord(encryptSecretWord(secretWord, clientId), clientId)).toEqual(Buffer.from(secretWord))
    expect(readSigningSecret(signingSecretText(signingSecret))).toEqual(Buffer.from(signingSecret))
  })

  it.each([
    ['nothing', {}, body, now, undefined],
    [
      'nothing, with a second signature beside',
      { 'webhook-signature': `v1,xyz ${headers['webhook-signature']}` },
      body,
      now,
      undefined,
    ],
    ['another body', {}, `${body} `, now, 'webhook-signature'],
    ['another id', { 'webhook-id': 'msg_2' }, body, now, 'webhook-signature'],
    ['no signature', { 'webhook-signature': '' }, body, now, 'webhook-signature'],
    ['a wrong second signature', { 'X-Brivo-Signature': 'ab' }, body, now, 'X-Brivo-Signature'],
    ['an old timestamp', {}, body, now + 301, 'timestamp'],
    ['a timestamp of the future', {}, body, now - 301, 'timestamp'],
    ['no timestamp', { 'webhook-timestamp': 'never' }, body, now, 'timestamp'],
  ])('finds %s wrong', (_, change, sent, at, fault) => {
    const found = faultOf(lower({ ...headers, ...change }), Buffer.from(sent), keys, at)
    if (fault === undefined) expect(found).toBeUndefined()
    else expect(found).toContain(fault)
  })

  it('runs by itself, and prints an event once however often it comes', async () => {
    const settings = { CLIENT_ID: clientId, ENCRYPTED_SECRET_WORD: encryptSecretWord(secretWord, clientId), PORT: '0' }
    const environment = { PATH: process.env.PATH ?? '', ...settings, SIGNING_SECRET: signingSecretText(signingSecret) }
    const child = spawn(process.execPath, ['examples/webhook-receiver.ts'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    try {
      const printed = createInterface(child.stdout)[Symbol.asyncIterator]()
      const [ready] = await once(createInterface(child.stderr), 'line')
      const port = /port (\d+)/.exec(String(ready))?.[1]
      const send = async (deliveryId: string, text: string) => {
        const parts = { deliveryId, now: Date.now(), body: text }
        const signed = signatureHeaders(parts, { secretWord, signingSecrets: [signingSecret] })
        return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers: signed, body: text })).status
      }
      expect(await send('msg_1', '{"uuid":"one"}')).toBe(204)
      expect(await send('msg_1', '{"uuid":"one"}')).toBe(204)
      expect(await send('msg_2', '{"uuid":"two"}')).toBe(204)
      expect([(await printed.next()).value, (await printed.next()).value]).toEqual(['{"uuid":"one"}', '{"uuid":"two"}'])
      const forged = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body })
      expect(forged.status).toBe(401)
    } finally {
      child.kill()
      await once(child, 'exit')
    }
  })
})
