import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { z } from 'zod'
import { readOnce } from '../lib/config.ts'

const Key32 = z
  .base64()
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
  .refine((key) => key.length === 32, { error: 'expected 32 bytes' })

/** The value of SERVICE_KEYS_SECRET: keys of HMACs (client secrets, api keys), and the one that seals subscriptions' secrets. */
export const ServiceKeys = z.object({ clientSecretKey: Key32, apiKeyKey: Key32, sealKey: Key32 })
export type ServiceKeys = z.infer<typeof ServiceKeys>

const Ed25519Part = z.string().regex(/^[\w-]{43}$/)
/** The value of PANEL_KEYS_SECRET: private Ed25519 keys, all of which panels believe, and which of them signs. */
export const PanelKeys = z.object({
  active: z.string(),
  keys: z
    .array(z.object({ kid: z.string(), kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: Ed25519Part, d: Ed25519Part }))
    .min(1),
})
export type PanelKeys = z.infer<typeof PanelKeys>

/**
 * The value of a secret in Secrets Manager, read to `schema`. Fetch it once, at cold start. Throws when it cannot be had or
 * has another shape; the error names the secret and what is wrong, and never its value.
 */
export const readSecret = async <Schema extends z.ZodType>(secretId: string, schema: Schema): Promise<z.infer<Schema>> => {
  const client = new SecretsManagerClient({})
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }))
    const parsed = schema.safeParse(asJson(SecretString), readOnce)
    if (parsed.success) return parsed.data
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`).join('; ')
    throw new Error(`The secret ${secretId} has another shape than expected: ${wrong}`)
  } finally {
    client.destroy()
  }
}

const asJson = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
