import type { AccountId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'

/**
 * What is visible of a kind of thing: of the things themselves, and of the projections that listings read, for which something may
 * have to be read first.
 */
export type Visible<E, Find> = {
  entity: (entity: E) => boolean
  finds: (accountId: AccountId) => Promise<(find: Find, id: number) => boolean>
}

/** How things of a kind are read; the last argument, if there is one, says which listings of the kind are meant. */
type Reads<E, Find, Listing, Kind> = {
  get: (accountId: AccountId, id: number) => Promise<E | undefined>
  getMany: (accountId: AccountId, ids: number[], options?: { consistent?: boolean }) => Promise<E[]>
  all: (accountId: AccountId) => Promise<E[]>
  pageAfter: (accountId: AccountId, after: number, limit: number) => Promise<E[]>
  visitFinds: (accountId: AccountId, each: (find: Find, id: number) => void, of?: readonly Listing[]) => Promise<void>
  search: (
    accountId: AccountId,
    test: (find: Find, id: number) => boolean,
    page: PageRequest,
    of?: readonly Kind[],
  ) => Promise<Page<E>>
}

/** Reads of a kind of thing of which only a part is visible: what is not is as if it were not there, in counts too. */
export const narrowedReads = <E, Find, Listing, Kind>(
  reads: Reads<E, Find, Listing, Kind>,
  { entity, finds }: Visible<E, Find>,
) => {
  const search: Reads<E, Find, Listing, Kind>['search'] = async (accountId, test, page, of) => {
    const isVisible = await finds(accountId)
    return reads.search(accountId, (found, id) => isVisible(found, id) && test(found, id), page, of)
  }
  return {
    get: async (accountId: AccountId, id: number): Promise<E | undefined> => {
      const found = await reads.get(accountId, id)
      return found && entity(found) ? found : undefined
    },
    getMany: async (accountId: AccountId, ids: number[], options: { consistent?: boolean } = {}) =>
      (await reads.getMany(accountId, ids, options)).filter(entity),
    all: async (accountId: AccountId) => (await reads.all(accountId)).filter(entity),
    pageAfter: async (accountId: AccountId, after: number, limit: number) =>
      (await reads.pageAfter(accountId, after, limit)).filter(entity),
    visitFinds: async (accountId: AccountId, each: (find: Find, id: number) => void, of?: readonly Listing[]): Promise<void> => {
      const isVisible = await finds(accountId)
      const visit = (found: Find, id: number) => {
        if (isVisible(found, id)) each(found, id)
      }
      return reads.visitFinds(accountId, visit, of)
    },
    search,
    /** A page is a search with no other test: the counts that are kept count everything. */
    page: (accountId: AccountId, page: PageRequest, listing?: Kind) =>
      search(accountId, () => true, page, listing === undefined ? undefined : [listing]),
  }
}

/** What is visible of a kind whose projections do not show it, and of which an account has few: all of them are read for a listing. */
export const visibleOfFew = <E extends { id: number }>(
  reads: { all: (accountId: AccountId) => Promise<E[]> },
  entity: (entity: E) => boolean,
): Visible<E, unknown> => ({
  entity,
  finds: async (accountId) => {
    const ids = new Set((await reads.all(accountId)).filter(entity).map(({ id }) => id))
    return (_, id) => ids.has(id)
  },
})
