import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { gather } from '../../functions/webhook-sender/gather.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A gathering of `members` that keeps the groups it was asked to write. */
const gathering = (members: number) => {
  const groups: string[][] = []
  const write = async (group: readonly string[]) => {
    groups.push([...group])
    if (group.includes('bad')) throw new Error('Not written')
  }
  return { groups, ...gather<string>(members, 150, write) }
}

describe('what is gathered', () => {
  it('is written in one group once everybody who has not left waits for it', async () => {
    const { groups, add, leave } = gathering(3)
    const added = [add('a'), add('b')]
    expect(groups).toEqual([])
    leave()
    await Promise.all(added)
    expect(groups).toEqual([['a', 'b']])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('waits for one that takes long no longer than it may, and that one for nobody', async () => {
    const { groups, add, leave } = gathering(3)
    const added = [add('a'), add('b')]
    vi.advanceTimersByTime(149)
    expect(groups).toEqual([])
    vi.advanceTimersByTime(1)
    await Promise.all(added)
    expect(groups).toEqual([['a', 'b']])
    leave()
    leave()
    await add('slow')
    expect(groups).toEqual([['a', 'b'], ['slow']])
  })

  it('is nothing when everybody leaves', () => {
    const { groups, leave } = gathering(2)
    leave()
    leave()
    expect(groups).toEqual([])
  })

  it('reports to everybody of a group that it was not written, and to nobody of another', async () => {
    const { add, leave } = gathering(3)
    const failing = Promise.allSettled([add('a'), add('bad')])
    vi.advanceTimersByTime(150)
    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    leave()
    leave()
    await expect(add('c')).resolves.toBeUndefined()
  })
})
