import { z } from 'zod'
import type { CreatedApiKey } from '../../../domain/identity/api-keys/create.ts'
import type { ApiKey } from '../../../domain/identity/api-keys/entity.ts'
import { plainText } from '../../../lib/text.ts'
import { formatInstant } from '../wire-time.ts'

const example = { name: 'Nightly import' }

/** Body that creates an api key. */
export const ApiKeyBody = z.object({ name: plainText('name', 100) }).meta({ id: 'ApiKeyInput', example })

export const ApiKeyWire = z
  .object({
    id: z.number(),
    name: z.string(),
    lastCharacters: z.string().meta({ description: 'The last characters of the key' }),
    created: z.string(),
  })
  .meta({ id: 'ApiKey' })
export const ApiKeyCreated = ApiKeyWire.extend({
  apiKey: z.string().meta({ description: 'The value of the header api-key, which is shown this once' }),
}).meta({ id: 'ApiKeyCreated' })

/** An api key, without its value, which is not kept. */
export const apiKeyWire = ({ id, name, lastCharacters, createdAt }: ApiKey): z.infer<typeof ApiKeyWire> => ({
  id,
  name,
  lastCharacters,
  created: formatInstant(createdAt),
})

/** A new api key with its value. */
export const apiKeyCreated = ({ apiKey, text }: CreatedApiKey): z.infer<typeof ApiKeyCreated> => ({
  ...apiKeyWire(apiKey),
  apiKey: text,
})
