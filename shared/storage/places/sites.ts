import { Site } from '../../domain/places/sites/entity.ts'
import { collection } from '../table/collection.ts'
import type { Table } from '../table/types.ts'

/** Sites of an account. Filtered listings read only the name. */
export const siteStore = (table: Table) => collection(table, 'site', Site, (site) => ({ siteName: site.siteName }))
