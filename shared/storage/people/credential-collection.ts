import { Credential, type CredentialFind, isCard } from '../../domain/people/credentials/entity.ts'
import { collection } from '../table/collection.ts'
import type { Table } from '../table/types.ts'

/** Credentials as they are kept, listed and searched, without what is kept in step with them. */
export const credentialCollection = (table: Table) => collection(table, 'credential', Credential, find)

const find = (credential: Credential): CredentialFind => {
  const { referenceId, userId, effectiveFrom, effectiveTo } = credential
  const facilityCode = isCard(credential) ? credential.facilityCode : undefined
  return {
    ...(referenceId === undefined ? {} : { reference: referenceId }),
    ...(facilityCode === undefined ? {} : { facility: facilityCode }),
    ...(userId === undefined ? {} : { userId }),
    ...(effectiveFrom === undefined ? {} : { from: effectiveFrom }),
    ...(effectiveTo === undefined ? {} : { to: effectiveTo }),
  }
}
