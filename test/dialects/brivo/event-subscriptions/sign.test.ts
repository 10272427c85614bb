import { createDecipheriv, createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { signatureHeaders } from '../../../../shared/dialects/brivo/event-subscriptions/sign.ts'
import { encryptSecretWord, signingSecretText } from '../../../../shared/domain/outbound/subscriptions/secrets.ts'

const secretWord = Buffer.from('0123456789abcdef', 'ascii')
const one = new Uint8Array(32).fill(1)
const two = new Uint8Array(32).fill(2)
const body = JSON.stringify({ uuid: 'x', name: 'Zoë' })
const parts = { deliveryId: 'msg_1', now: Date.now(), body }

describe('a signature', () => {
  it('is what the independent library of Standard Webhooks accepts', () => {
    const headers = signatureHeaders(parts, { secretWord, signingSecrets: [one] })
    expect(new Webhook(signingSecretText(one)).verify(body, headers)).toEqual({ uuid: 'x', name: 'Zoë' })
    expect(() => new Webhook(signingSecretText(two)).verify(body, headers)).toThrow()
    expect(() => new Webhook(signingSecretText(one)).verify(`${body} `, headers)).toThrow()
  })

  it('is accepted with either secret while one replaces another', () => {
    const headers = signatureHeaders(parts, { secretWord, signingSecrets: [one, two] })
    for (const secret of [one, two]) {
      expect(new Webhook(signingSecretText(secret)).verify(body, headers)).toMatchObject({ uuid: 'x' })
    }
  })

  it('is stale after some minutes to whoever checks the timestamp', () => {
    const old = signatureHeaders({ ...parts, now: Date.now() - 10 * 60_000 }, { secretWord, signingSecrets: [one] })
    expect(() => new Webhook(signingSecretText(one)).verify(body, old)).toThrow(/old/i)
  })

  it('by the secret word is the hex HMAC-SHA256 of the raw body', () => {
    const headers = signatureHeaders({ ...parts, body: 'what do ya want for nothing?' }, { secretWord, signingSecrets: [] })
    const expected = createHmac('sha256', '0123456789abcdef').update('what do ya want for nothing?').digest('hex')
    expect(headers['X-Brivo-Signature']).toBe(expected)
  })
})

describe('the encrypted secret word', () => {
  const clientId = '0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa'

  it('is read back with the client id alone', () => {
    const text = encryptSecretWord(secretWord, clientId)
    expect(Buffer.from(text, 'base64')).toHaveLength(16)
    const key = Buffer.from(clientId.replaceAll('-', ''), 'ascii')
    const decipher = createDecipheriv('aes-256-cbc', key, Buffer.alloc(16)).setAutoPadding(false)
    expect(Buffer.concat([decipher.update(Buffer.from(text, 'base64')), decipher.final()])).toEqual(secretWord)
  })

  it('is what openssl makes of it', () => {
    // printf 0123456789abcdef | openssl enc -aes-256-cbc -nopad -base64 -iv 00000000000000000000000000000000 \
    //   -K 3064386162306365366664343462306439663563336333623262623166306161
    expect(encryptSecretWord(secretWord, clientId)).toBe('eg5x/z2Zc6y47cQThVklmA==')
  })

  it('is refused an id that gives no key', () => {
    expect(() => encryptSecretWord(secretWord, 'short')).toThrow('short')
  })
})
