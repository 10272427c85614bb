import { containsAny } from '../../../lib/text.ts'
import type { CredentialFind } from './entity.ts'

/** What a listing of credentials may be narrowed by: every criterion has to hold, each for one of its values. Case is ignored. */
export type CredentialCriterion =
  | { field: 'isAssigned'; anyOf: readonly boolean[] }
  | { field: 'reference' | 'facility'; contains: readonly string[] }

/** Whether a credential meets a criterion. */
export const credentialMeets = (credential: CredentialFind, criterion: CredentialCriterion): boolean =>
  criterion.field === 'isAssigned'
    ? criterion.anyOf.includes(credential.userId !== undefined)
    : containsAny(credential[criterion.field], criterion.contains)
