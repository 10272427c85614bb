import { Company } from '../../domain/places/companies/entity.ts'
import { collection } from '../table/collection.ts'
import type { Table } from '../table/types.ts'

/** Companies of an account. Filtered listings read only the name. */
export const companyStore = (table: Table) => collection(table, 'company', Company, ({ name }) => ({ name }))
