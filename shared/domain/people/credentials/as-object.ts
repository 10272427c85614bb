import type { AuditObject } from '../../record/events/audit.ts'
import type { Credential } from './entity.ts'

/** What an audit event says of a credential. */
export const credentialAsObject = (credential: Credential): AuditObject => ({
  id: credential.id,
  kind: 'credential',
  name: credential.referenceId ?? credential.encoded,
})
