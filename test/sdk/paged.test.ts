import { describe, expect, expectTypeOf, it } from 'vitest'
import { createClient, type ItemOf, paged, type Schemas } from '../../sdk/src/index.ts'
import { json, type Scripted, scripted, withToken } from '../support/sdk.ts'

type Row = { id: number }
const rowsOf = (count: number): Row[] => Array.from({ length: count }, (_, index) => ({ id: index + 1 }))

/** A listing that changes by `afterPage` after each page that was answered. */
const listingOf = (rows: Row[], afterPage: (pages: number) => void = () => undefined) => {
  const asked: string[] = []
  const { runtime } = scripted()
  const fetch = async (request: Request) => {
    const { searchParams } = new URL(request.url)
    const [offset, pageSize] = [Number(searchParams.get('offset') ?? 0), Number(searchParams.get('pageSize'))]
    asked.push(`${offset}+${pageSize}`)
    const answer = json(200, { data: rows.slice(offset, offset + pageSize), offset, pageSize, count: rows.length })
    afterPage(asked.length)
    return answer
  }
  return { asked, rows, client: createClient(withToken({ ...runtime, fetch })) }
}

const idsOf = async (client: ReturnType<typeof createClient>, query: { pageSize?: number; offset?: number } = {}) => {
  const ids: number[] = []
  for await (const user of paged(client, '/users', { query })) ids.push(user.id)
  return ids
}
const ids = (rows: Row[]) => rows.map(({ id }) => id)
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe('a listing', () => {
  it.each([
    [0, ['0+100']],
    [1, ['0+100']],
    [100, ['0+100']],
    [101, ['0+100', '99+100']],
    [250, ['0+100', '99+100', '198+100']],
  ])('of %i rows comes whole, in as few pages as there can be', async (count, pages) => {
    const { client, asked, rows } = listingOf(rowsOf(count))
    expect(await idsOf(client)).toEqual(ids(rows))
    expect(asked).toEqual(pages)
  })

  it('begins where it should, with pages of the size that was asked for', async () => {
    const { client, asked } = listingOf(rowsOf(10))
    expect(await idsOf(client, { offset: 4, pageSize: 3 })).toEqual([5, 6, 7, 8, 9, 10])
    expect(asked).toEqual(['4+3', '6+3', '8+3'])
  })

  it('comes row by row with pages of one', async () => {
    const { client } = listingOf(rowsOf(4))
    expect(await idsOf(client, { pageSize: 1 })).toEqual([1, 2, 3, 4])
  })

  it('is read no further than it is used', async () => {
    const { client, asked } = listingOf(rowsOf(250))
    for await (const { id } of paged(client, '/users')) if (id === 50) break
    expect(asked.length).toBe(1)
  })

  it.each([1, 9, 10, 11, 25])('leaves no row out when %i rows before the page are deleted', async (deleted) => {
    const rows = rowsOf(60)
    const { client } = listingOf(rows, (pages) => void (pages === 3 && rows.splice(0, deleted)))
    expect(await idsOf(client, { pageSize: 10 })).toEqual(range(1, 60))
  })

  it('leaves no row out and has none twice while rows are deleted and added all the time', async () => {
    const rows = rowsOf(60)
    const { client } = listingOf(rows, (pages) => {
      rows.splice(pages % 2 === 0 ? 0 : 3, pages % 3 === 0 ? 4 : 0)
      rows.push({ id: 100 + pages })
    })
    const seen = await idsOf(client, { pageSize: 10 })
    expect(new Set(seen).size).toBe(seen.length)
    for (const id of range(1, 60).filter((one) => rows.some((row) => row.id === one))) expect(seen).toContain(id)
    expect(rows.some(({ id }) => id <= 60)).toBe(true)
    expect(seen).toEqual(seen.toSorted((one, other) => one - other))
  })

  it('has no row twice when new rows come in at its beginning', async () => {
    const rows = rowsOf(30)
    const { client } = listingOf(rows, (pages) => void (pages === 1 && rows.unshift({ id: 901 }, { id: 902 })))
    expect(await idsOf(client, { pageSize: 10 })).toEqual(range(1, 30))
  })

  it('goes on with the rest when all that was seen is gone, and ends when nothing is left', async () => {
    const rows = rowsOf(30)
    const { client } = listingOf(rows, (pages) => void (pages === 1 && rows.splice(0, 10)))
    expect(await idsOf(client, { pageSize: 10 })).toEqual(range(1, 30))
    const cleared = listingOf(rowsOf(30), () => void cleared.rows.splice(0))
    expect(await idsOf(cleared.client, { pageSize: 10 })).toEqual(range(1, 10))
  })

  it('throws what a call throws', async () => {
    const { runtime } = scripted(json(403, { message: 'No', code: 403 }))
    await expect(paged(createClient(withToken(runtime)), '/sites').next()).rejects.toMatchObject({ status: 403 })
  })

  it('of events goes on from the last instant to the page that is empty', async () => {
    const event = (uuid: string, occurred: string) => ({ uuid, occurred })
    const page = (...data: object[]): Scripted => json(200, { data, pageSize: 2 })
    const { runtime, sent } = scripted(
      page(event('a', '2026-03-02T11:00:00.003Z'), event('b', '2026-03-02T11:00:00.002Z')),
      page(event('c', '2026-03-02T11:00:00.001Z')),
      page(),
    )
    const found: string[] = []
    const listing = paged(createClient(withToken(runtime)), '/events/access', { query: { pageSize: 2, filter: 'site__eq:5' } })
    for await (const { uuid } of listing) found.push(uuid)
    expect(found).toEqual(['a', 'b', 'c'])
    expect(sent.map(({ url }) => new URL(url).searchParams.get('offset'))).toEqual([
      null,
      '2026-03-02T11:00:00.002Z',
      '2026-03-02T11:00:00.001Z',
    ])
  })

  it('has the type of its rows', () => {
    expectTypeOf<ItemOf<'/sites'>>().toEqualTypeOf<Schemas['SiteListed']>()
    expectTypeOf<ItemOf<'/events/access'>>().toEqualTypeOf<Schemas['Event']>()
    const client = createClient(withToken(scripted().runtime))
    expectTypeOf(paged(client, '/groups/{groupId}/users', { path: { groupId: 1 } })).toEqualTypeOf<
      AsyncGenerator<ItemOf<'/groups/{groupId}/users'>, void, undefined>
    >()
    // @ts-expect-error: the path has a parameter
    void paged(client, '/groups/{groupId}/users')
    // @ts-expect-error: not a listing
    void paged(client, '/administrators/whoami')
  })
})
