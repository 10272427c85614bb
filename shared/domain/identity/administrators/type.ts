/** What kind of administrator somebody is (API document, Administrator). CSR and DEALER belong to a dealer's account. */
export const administratorTypes = ['CSR', 'DEALER', 'MASTER', 'SENIOR', 'ASSISTANT'] as const
export type AdministratorType = (typeof administratorTypes)[number]
