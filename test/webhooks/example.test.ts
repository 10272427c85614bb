import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { signatureHeaders } from '../../shared/dialects/brivo/event-subscriptions/sign.ts'
import { encryptSecretWord, signingSecretText } from '../../shared/domain/outbound/subscriptions/secrets.ts'
import { secretWord, signingSecret } from '../support/sender.ts'

const clientId = '0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa'

describe('the example of a receiver', () => {
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
      const send = async (deliveryId: string, text: string, now = Date.now(), sent = text) => {
        const signed = signatureHeaders({ deliveryId, now, body: text }, { secretWord, signingSecrets: [signingSecret] })
        return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers: signed, body: sent })).status
      }
      expect(await send('msg_1', '{"uuid":"one"}')).toBe(204)
      expect(await send('msg_1', '{"uuid":"one"}')).toBe(204)
      expect(await send('msg_2', '{"uuid":"two"}')).toBe(204)
      expect([(await printed.next()).value, (await printed.next()).value]).toEqual(['{"uuid":"one"}', '{"uuid":"two"}'])
      expect(await send('msg_3', '{"uuid":"old"}', Date.now() - 600_000)).toBe(401)
      expect(await send('msg_4', '{"uuid":"one"}', Date.now(), '{"uuid":"forged"}')).toBe(401)
    } finally {
      child.kill()
      await once(child, 'exit')
    }
  })
})
