import { describe, expect, it } from 'vitest'
import { decryptSecretWord, verifyWebhook, WebhookError, type WebhookSecrets } from '../../sdk/src/index.ts'
import { signatureHeaders } from '../../shared/dialects/brivo/event-subscriptions/sign.ts'
import { encryptSecretWord, signingSecretText } from '../../shared/domain/outbound/subscriptions/secrets.ts'
import { secretWord, signingSecret } from '../support/sender.ts'

/** The word as its owner has it: text. */
const word = new TextDecoder().decode(secretWord)
const now = Date.UTC(2026, 2, 2, 12)
const body = '{"uuid":"x","accountId":1,"eventData":{"actorName":"Zoë 😀"}}'
const otherSecret = signingSecret.map((byte) => byte ^ 1)
const [secret, other] = [signingSecretText(signingSecret), signingSecretText(otherSecret)]
const signed = (signingSecrets = [signingSecret]): Record<string, string> => ({
  ...signatureHeaders({ deliveryId: 'msg_1', now, body }, { secretWord, signingSecrets }),
})
const both: WebhookSecrets = { signingSecrets: [secret], secretWords: [word] }

describe('a webhook', () => {
  it.each<[string, WebhookSecrets]>([
    ['the signing secret', { signingSecrets: [secret] }],
    ['the secret word', { secretWords: [word] }],
    ['both', both],
    ['the second of two signing secrets', { signingSecrets: [other, secret] }],
    ['the second of two secret words', { secretWords: ['another word 123', word] }],
  ])('that fits %s gives its event', async (_, secrets) => {
    expect(await verifyWebhook(signed(), body, secrets, { now })).toEqual(JSON.parse(body))
  })

  it.each<[string, readonly string[], readonly string[]]>([
    ['a signing secret that is no base64', ['nonsense!!', secret], []],
    ['an empty signing secret', ['', secret], []],
    ['a signing secret without a key', ['whsec_', secret], []],
    ['an empty secret word', [], ['', word]],
  ])('fits the other of two when one is %s', async (_, signingSecrets, secretWords) => {
    expect((await verifyWebhook(signed(), body, { signingSecrets, secretWords }, { now })).uuid).toBe('x')
  })

  it.each<[string, WebhookSecrets, string]>([
    ['signing secret', { signingSecrets: ['nonsense!!', '', 'whsec_'] }, 'webhook-signature'],
    ['secret word', { secretWords: [''] }, 'X-Brivo-Signature'],
  ])('fits no %s that cannot be read', async (_, secrets, fault) => {
    const checked = verifyWebhook(signed(), body, secrets, { now })
    await expect(checked).rejects.toThrow(WebhookError)
    await expect(checked).rejects.toThrow(fault)
  })

  it('fits while its secret is replaced, with the old and with the new one', async () => {
    const headers = signed([otherSecret, signingSecret])
    for (const one of [secret, other])
      expect((await verifyWebhook(headers, body, { signingSecrets: [one] }, { now })).uuid).toBe('x')
  })

  it.each<[string, (headers: Record<string, string>) => Headers | Record<string, string>]>([
    ['a Headers object', (headers) => new Headers(headers)],
    [
      'names in lower case',
      (headers) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    ],
  ])('may come with its headers as %s', async (_, form) => {
    expect((await verifyWebhook(form(signed()), body, both, { now })).uuid).toBe('x')
  })

  it('may come as bytes, with characters of several', async () => {
    expect((await verifyWebhook(signed(), new TextEncoder().encode(body), both, { now })).eventData.actorName).toBe('Zoë 😀')
  })

  it.each<[string, Record<string, string>, string | Uint8Array, number, string]>([
    ['another body', {}, `${body} `, now, 'webhook-signature'],
    ['a mark before its body', {}, new TextEncoder().encode(`\ufeff${body}`), now, 'webhook-signature'],
    ['bytes that are no text', {}, new Uint8Array([0xff, 0xfe]), now, 'UTF-8'],
    ['another id', { 'webhook-id': 'msg_2' }, body, now, 'webhook-signature'],
    ['no signature', { 'webhook-signature': '' }, body, now, 'webhook-signature'],
    [
      'a signature of another version',
      { 'webhook-signature': signed()['webhook-signature']?.replace('v1,', 'v2,') ?? '' },
      body,
      now,
      'webhook-signature',
    ],
    ['a wrong signature by the word', { 'X-Brivo-Signature': 'ab'.repeat(32) }, body, now, 'X-Brivo-Signature'],
    ['a signature by the word that is none', { 'X-Brivo-Signature': 'zz' }, body, now, 'X-Brivo-Signature'],
    ['an old timestamp', {}, body, now + 301_000, 'timestamp'],
    ['a timestamp of the future', {}, body, now - 301_000, 'timestamp'],
    ['a timestamp that is none', { 'webhook-timestamp': '1772452800abc' }, body, now, 'timestamp'],
    ['no timestamp', { 'webhook-timestamp': '' }, body, now, 'timestamp'],
  ])('with %s is refused', async (_, change, sent, at, fault) => {
    const checked = verifyWebhook({ ...signed(), ...change }, sent, both, { now: at })
    await expect(checked).rejects.toThrow(WebhookError)
    await expect(checked).rejects.toThrow(fault)
  })

  it('may be as old as its receiver allows', async () => {
    const late = { now: now + 301_000 }
    expect((await verifyWebhook(signed(), body, both, { ...late, toleranceSeconds: 600 })).uuid).toBe('x')
    await expect(verifyWebhook(signed(), body, both, { ...late, toleranceSeconds: 60 })).rejects.toThrow(WebhookError)
  })

  it('that is genuine and no JSON is refused, and one without any secret is not looked at', async () => {
    const text = 'hello'
    const headers = { ...signatureHeaders({ deliveryId: 'm', now, body: text }, { secretWord, signingSecrets: [signingSecret] }) }
    await expect(verifyWebhook(headers, text, both, { now })).rejects.toThrow('not JSON')
    await expect(verifyWebhook(signed(), body, {}, { now })).rejects.toThrow(TypeError)
  })
})

describe('the secret word', () => {
  it('is read from its encrypted form with the client id', async () => {
    const clientId = '0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa'
    expect(await decryptSecretWord('eg5x/z2Zc6y47cQThVklmA==', clientId)).toBe('0123456789abcdef')
    expect(await decryptSecretWord(encryptSecretWord(secretWord, clientId), clientId)).toBe(word)
  })
})
