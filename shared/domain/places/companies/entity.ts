import { z } from 'zod'
import { type AccountId, CompanyId } from '../../../lib/ids.ts'

/**
 * A part of an account's people. People, groups and calendars belong to a company; doors, zones and schedules to the account.
 * Every account has one company from the beginning, which nobody sees until there is a second.
 */
export const Company = z.object({
  id: CompanyId,
  version: z.number(),
  name: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Company = z.infer<typeof Company>

/** The company that an account is made with: it has the number of the account, so that nothing needs to be read to know it. */
export const firstCompanyOf = (accountId: AccountId): CompanyId => CompanyId.parse(Number(accountId))
