import { createHmac, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { decryptSecretWord } from '../../../../sdk/src/index.ts'
import { signatureHeaders } from '../../../../shared/dialects/brivo/event-subscriptions/sign.ts'
import { drawSecrets, encryptSecretWord } from '../../../../shared/domain/outbound/subscriptions/secrets.ts'
import { aesSealer } from '../../../../shared/lib/sealer.ts'

const clientId = '0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa'
const sealer = aesSealer(new Uint8Array(32).fill(3), randomBytes)
const drawWord = (draw: (size: number) => Uint8Array) => sealer.open(drawSecrets({ sealer, randomBytes: draw }).sealed.secretWord)

describe('a secret word', () => {
  it('may be kept in a text setting: its UTF-8 bytes check the signature', async () => {
    for (let round = 0; round < 50; round += 1) {
      const word = drawWord(randomBytes)
      const setting = await decryptSecretWord(encryptSecretWord(word, clientId), clientId)
      expect(setting).toMatch(/^[A-Za-z0-9]{16}$/)
      const body = '{"name":"Zoë"}'
      const headers = signatureHeaders({ deliveryId: 'msg_1', now: 0, body }, { secretWord: word, signingSecrets: [] })
      expect(createHmac('sha256', setting).update(body).digest('hex')).toBe(headers['X-Brivo-Signature'])
    }
  })

  it('is drawn again when too few of the bytes are fair letters', () => {
    const draws = [new Uint8Array(32).fill(255), new Uint8Array(32).fill(250), new Uint8Array(32).fill(0)]
    expect(Buffer.from(drawWord(() => draws.shift() ?? new Uint8Array(32))).toString()).toBe('A'.repeat(16))
  })
})
