import { describe, expect, it } from 'vitest'
import type { testApi } from '../../../support/api.ts'
import { event, happened } from '../../../support/events.ts'

describe('paging by the last occurred time', () => {
  /** Pages as the document says, until a page is empty. */
  const pageThrough = async (call: ReturnType<typeof testApi>['call'], pageSize: number) => {
    const seen: string[] = []
    const sizes: number[] = []
    for (let offset = ''; sizes.length < 50; ) {
      const { json } = await call('GET', `/events/access?pageSize=${pageSize}${offset && `&offset=${offset}`}`)
      sizes.push(json.data.length)
      if (json.data.length === 0) break
      seen.push(...json.data.map(({ uuid }: { uuid: string }) => uuid))
      offset = json.data.at(-1).occurred
      expect(json.pageSize).toBe(pageSize)
    }
    return { seen, sizes }
  }

  it.each([1, 3, 7, 100])('in pages of %d shows every event once', async (pageSize) => {
    const events = Array.from({ length: 23 }, (_, index) => event(`02T0${index % 8}:${10 + index}:07.${100 + (index % 3)}`))
    const { call } = await happened(...events)
    const { seen, sizes } = await pageThrough(call, pageSize)
    expect(seen).toHaveLength(23)
    expect(new Set(seen)).toEqual(new Set(events.map(({ uuid }) => uuid)))
    expect(sizes.at(-1)).toBe(0)
  })

  it('ends, and loses nothing, when more happened in one millisecond than a page holds', async () => {
    const crowd = Array.from({ length: 130 }, () => event('02T06:00:00.500'))
    const { call } = await happened(event('02T05:00'), ...crowd, event('02T07:00'))
    const { seen, sizes } = await pageThrough(call, 100)
    expect(new Set(seen).size).toBe(132)
    expect(seen).toHaveLength(132)
    expect(sizes).toEqual([131, 1, 0])
  })

  it('echoes the offset, and begins before it', async () => {
    const { call, times } = await happened(event('02T05:00'), event('02T06:00'))
    const { json } = await call('GET', '/events/access?offset=2026-03-02T06:00:00Z')
    expect(json.offset).toBe('2026-03-02T06:00:00.000Z')
    expect(json.data).toHaveLength(1)
    expect(await times('/events/access?offset=2026-03-02T01:00:00-05:00')).toEqual(['02T05:00'])
    expect(await times('/events/access?offset=2026-02-01')).toEqual([])
    expect(await times('/events/access?offset=2026-12-01')).toHaveLength(2)
  })
})
