import { describe, expect, it } from 'vitest'
import { apiKeyText, readApiKey } from '../../../../shared/domain/identity/api-keys/text.ts'
import { AccountId, ApiKeyId, ApplicationId } from '../../../../shared/lib/ids.ts'

const key = new Uint8Array(32).fill(1)
const named = {
  accountId: AccountId.parse(Number.MAX_SAFE_INTEGER),
  applicationId: ApplicationId.parse(7),
  id: ApiKeyId.parse(798_123_456_789),
}

describe('the text of an api key', () => {
  it('names its record, and may stand in a header', () => {
    const text = apiKeyText(key, named)
    expect(text).toMatch(/^[\w.-]{1,80}$/)
    expect(readApiKey(key, text)).toEqual(named)
  })

  it('is nothing when it was made with another key, or changed in any place', () => {
    const text = apiKeyText(key, named)
    expect(readApiKey(new Uint8Array(32).fill(2), text)).toBeUndefined()
    for (let at = 0; at < text.length - 1; at += 1) {
      const changed = text.slice(0, at) + (text[at] === '1' ? '2' : '1') + text.slice(at + 1)
      expect(readApiKey(key, changed), changed).toBeUndefined()
    }
    for (const wrong of ['', '.', 'demo', `${text}.more`, `.${text.split('.')[1]}`, 'demo.\u{1f600}', 'x'.repeat(9_000)])
      expect(readApiKey(key, wrong), wrong.slice(0, 20)).toBeUndefined()
  })
})
