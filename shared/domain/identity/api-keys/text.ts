import { createHmac, timingSafeEqual } from 'node:crypto'
import { AccountId, ApiKeyId, ApplicationId } from '../../../lib/ids.ts'
import type { ApiKeyName } from './entity.ts'

/**
 * The text of an api key: what names its record, and a keyed SHA-256 of that. So a text that nobody was given is refused without a
 * look at the table, and the table has nothing of which a key could be made. `key` is the service's api-key key, 32 bytes.
 */
export const apiKeyText = (key: Uint8Array, { accountId, applicationId, id }: ApiKeyName): string => {
  const name = [accountId, applicationId, id].map((part) => part.toString(36)).join('-')
  return `${name}.${macOf(key, name).toString('base64url')}`
}

/** What a text names, if `apiKeyText` made it with the same `key`. */
export const readApiKey = (key: Uint8Array, text: string): ApiKeyName | undefined => {
  const [name = '', mac = '', ...more] = text.split('.')
  const given = Buffer.from(mac, 'base64url')
  const wanted = macOf(key, name)
  if (more.length > 0 || given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined
  const [accountId, applicationId, id] = name.split('-').map((part) => Number.parseInt(part, 36))
  // `apiKeyText` is the only one who can have made it, so its parts are those ids.
  return { accountId: AccountId.parse(accountId), applicationId: ApplicationId.parse(applicationId), id: ApiKeyId.parse(id) }
}

const macOf = (key: Uint8Array, name: string) => createHmac('sha256', key).update(`api-key:${name}`).digest()
