import { createConfig, lintFromString } from '@redocly/openapi-core'
import type { Document } from '../../functions/brivo-api/reference/document.ts'

/** What the linter's recommended rules find wrong with a document, one sentence for each. */
export const lintProblems = async (document: Document): Promise<string[]> => {
  const config = await createConfig({ extends: ['recommended'], rules })
  const problems = await lintFromString({ source: JSON.stringify(document), absoluteRef: '/openapi.json', config })
  return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer ?? ''})`)
}

/** The exceptions, each with its reason. */
const rules = {
  // The paths are those of the API document, which clients call: `/credentials/{credentialId}/user` beside
  // `/credentials/deleteFaceprintCredential/{userId}`. Where two fit a request, the one with the fixed word is meant.
  'no-ambiguous-paths': 'off',
} as const
