import { z } from 'zod'
import { type AccountId, ApiKeyId, ApplicationId } from '../../../lib/ids.ts'

/** How many keys an application has at most: enough to replace one after another while both are in use. */
export const maxApiKeys = 10

/** How many characters of a key are shown after its creation, so that people know which one a program has. */
const shownCharacters = 4

/** The record of an api key. The key itself is not kept: `lastCharacters` are its last ones. */
export const ApiKey = z.object({
  id: ApiKeyId,
  applicationId: ApplicationId,
  clientId: z.string(),
  name: z.string(),
  lastCharacters: z.string(),
  createdAt: z.number(),
})
export type ApiKey = z.infer<typeof ApiKey>

/** Which key it is: enough to find its record. */
export type ApiKeyName = { accountId: AccountId; applicationId: ApplicationId; id: ApiKeyId }

/** What is kept of the text of a key. */
export const lastCharactersOf = (text: string): string => text.slice(-shownCharacters)
