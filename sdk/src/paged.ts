import type { CallOptions, Client, CommonOptions, DataOf, Operation, PathWith, Rest } from './types.ts'

type GetPath = PathWith<'get'>

/** The paths whose answer is a page of a listing. */
export type ListPath = {
  [P in GetPath]: DataOf<Operation<P, 'get'>> extends { data: unknown[]; pageSize: number } ? P : never
}[GetPath]

/** What the listing of a path is made of. */
export type ItemOf<P extends ListPath> = DataOf<Operation<P, 'get'>> extends { data: (infer Item)[] } ? Item : never

const maxPageSize = 100
/** So many rows are remembered, to find the place again where a listing was left. */
const rememberedRows = 10 * maxPageSize

/**
 * Every row of a listing, page by page. A page is asked for when its first row is needed, with 100 rows unless `query.pageSize` says
 * otherwise; `query.offset` says where to begin.
 *
 * Rows that are deleted meanwhile move the later ones forward, and new rows may come in. So each page begins with the last row of
 * the one before; when it does not, the place is looked for further ahead. A row that is there from beginning to end comes exactly
 * once, however many are deleted between two pages.
 */
export async function* paged<P extends ListPath>(
  client: Client,
  path: P,
  ...[options]: Rest<Omit<CallOptions<Operation<P, 'get'>>, 'idempotencyKey'>>
): AsyncGenerator<ItemOf<P>, void, undefined> {
  // Whatever the path, its query is an object of such values.
  const { query, ...rest } = (options ?? {}) as LooseListOptions
  // A page begins with a row that is known already: with one row, it would have nothing else.
  const pageSize = Math.max(2, query?.pageSize ?? maxPageSize)
  const read = async (offset: number | string | undefined): Promise<LoosePage> => {
    const asked = { ...query, pageSize, ...(offset === undefined ? {} : { offset }) }
    // Every ListPath answers a page; which one is in its type, that this generator gives to its caller.
    const get = client.GET as unknown as (path: string, options: object) => Promise<{ data: LoosePage }>
    return (await get(path, { ...rest, query: asked })).data
  }
  const first = await read(undefined)
  const rows = first.count === undefined ? byInstant(first, read) : byNumber(first, read)
  for await (const row of rows) yield row as ItemOf<P>
}

type LooseListOptions = CommonOptions & { query?: { pageSize?: number } }
type LoosePage = { data: unknown[]; offset?: number | string; pageSize: number; count?: number }
type Read = (offset: number | string) => Promise<LoosePage>

/** Events are asked for by when they happened: what happened before the last one is the next page. */
async function* byInstant(first: LoosePage, read: Read): AsyncGenerator<unknown> {
  for (let page = first; ; ) {
    yield* page.data
    const occurred = textIn(page.data.at(-1), 'occurred')
    if (occurred === undefined) return
    page = await read(occurred)
  }
}

/** Everything else is asked for by its number in the listing. */
async function* byNumber(first: LoosePage, read: Read): AsyncGenerator<unknown> {
  const seen = recent()
  const start = Number(first.offset ?? 0)
  let place: Place = { page: first, at: start }
  for (;;) {
    const { page, at } = place
    for (const row of page.data.slice(seen.lastIndexIn(page.data) + 1)) {
      seen.add(row)
      yield row
    }
    const end = at + page.data.length
    if (page.data.length === 0 || end >= (page.count ?? 0)) return
    const next = { page: await read(end - 1), at: end - 1 }
    place = (await nearestSeen(next, seen, read)) ?? (shrank(page, next.page) ? { page: await read(start), at: start } : next)
  }
}

/** A page, and the number of its first row. */
type Place = { page: LoosePage; at: number }

/** `next`, or the nearest page ahead of it that has a row which was seen; undefined when none has. */
const nearestSeen = async (next: Place, seen: Recent, read: Read): Promise<Place | undefined> => {
  let { page, at } = next
  while (seen.lastIndexIn(page.data) < 0) {
    if (at === 0) return undefined
    at = Math.max(0, at - page.pageSize)
    page = await read(at)
  }
  return { page, at }
}

/** All rows that were seen are gone: what is left are rows that were not. */
const shrank = (before: LoosePage, after: LoosePage) => (after.count ?? 0) < (before.count ?? 0)

type Recent = { add: (row: unknown) => void; lastIndexIn: (rows: readonly unknown[]) => number }

const recent = (): Recent => {
  const names = new Set<string>()
  return {
    add: (row) => {
      const [oldest] = names
      if (names.size >= rememberedRows && oldest !== undefined) names.delete(oldest)
      names.add(nameOf(row))
    },
    lastIndexIn: (rows) => rows.findLastIndex((row) => names.has(nameOf(row))),
  }
}

/** What tells rows apart: their id, or all that they say. */
const nameOf = (row: unknown): string =>
  typeof row === 'object' && row !== null && 'id' in row ? String(row.id) : JSON.stringify(row)

const textIn = (row: unknown, name: string): string | undefined => {
  if (typeof row !== 'object' || row === null || !(name in row)) return undefined
  const value: unknown = Object.entries(row).find(([key]) => key === name)?.[1]
  return typeof value === 'string' ? value : undefined
}
