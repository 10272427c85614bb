import { covers } from '../principals/may.ts'
import type { Grant } from '../principals/permission.ts'
import type { Principal } from '../principals/principal.ts'
import type { AdministratorType } from './type.ts'

/** Whom each type looks after, once it may change administrators at all. A dealer's people are apart from those of customers. */
const looksAfter: Readonly<Record<AdministratorType, readonly AdministratorType[]>> = {
  CSR: [],
  DEALER: ['DEALER', 'CSR'],
  MASTER: ['MASTER', 'SENIOR', 'ASSISTANT'],
  SENIOR: ['SENIOR', 'ASSISTANT'],
  ASSISTANT: ['ASSISTANT'],
}

/** Which types each type may create, the least of them first. */
export const mayCreate: Readonly<Record<AdministratorType, readonly AdministratorType[]>> = {
  CSR: [],
  DEALER: ['DEALER'],
  MASTER: ['ASSISTANT', 'SENIOR'],
  SENIOR: ['ASSISTANT', 'SENIOR'],
  ASSISTANT: ['ASSISTANT'],
}

/**
 * Whether an administrator may change another one who is of this type and may do this. Nobody reaches those who may do more: who
 * can set a password can sign in with it.
 */
export const reaches = (
  principal: Pick<Principal, 'grants'> & { type: AdministratorType },
  target: { type: AdministratorType; grants: readonly Grant[] },
): boolean => looksAfter[principal.type].includes(target.type) && covers(principal.grants, target.grants)
