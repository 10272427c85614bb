import type { AccountId } from '../../../lib/ids.ts'
import { ok } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'

/** How many copies are read at once, and how many of them are worked on at the same time. */
const pageSize = 500
const atOnce = 25

type Entity = { id: number; version: number }

/** Entities of one kind that keep the name of something else. */
export type Copies<E extends Entity> = {
  what: ChangedMeanwhile['what']
  get: (accountId: AccountId, id: number) => Promise<E | undefined>
  /** A page in order of id, read strongly, of those whose ids are greater than `after`. */
  pageAfter: (accountId: AccountId, after: number, limit: number) => Promise<E[]>
  /** Puts `next` in place of the entity whose version is one less. */
  replace: (accountId: AccountId, before: E, next: E) => Promise<{ ok: boolean }>
  /** Whether this one keeps the name that is followed. */
  keeps: (copy: E) => boolean
  /** The copy with the name; undefined when it has it. */
  named: (copy: E, name: string) => E | undefined
  /** What else follows, when the copy has the name. */
  afterwards?: (copy: E) => Promise<void>
}

/** How many copies got the name, and why others did not. */
export type Followed = { written: number; failures: unknown[] }

/**
 * Gives the name to all copies of one kind, page by page. A copy is always read before the name, and written at the version that was
 * read: whoever writes an older name has read an older version, and is refused. So copiers may run at the same time and in any
 * order. A copy that fails does not hold up the others. `nameNow` reads the name strongly; it is undefined when its owner is gone.
 */
export const followName = async <E extends Entity>(
  deps: Pick<Deps, 'pause'>,
  accountId: AccountId,
  copies: Copies<E>,
  nameNow: () => Promise<string | undefined>,
): Promise<Followed> => {
  const followed: Followed = { written: 0, failures: [] }
  for (let after: number | undefined = 0; after !== undefined; ) {
    const page: E[] = await copies.pageAfter(accountId, after, pageSize)
    const kept = page.filter(copies.keeps)
    const name = kept.length > 0 ? await nameNow() : undefined
    for (let start = 0; start < kept.length; start += atOnce) {
      const some = kept.slice(start, start + atOnce)
      const ended = await Promise.allSettled(some.map((copy) => followOne(deps, accountId, copies, { copy, name }, nameNow)))
      for (const one of ended) {
        if (one.status === 'rejected') followed.failures.push(one.reason)
        else if (one.value) followed.written += 1
      }
    }
    after = page.length < pageSize ? undefined : page.at(-1)?.id
  }
  return followed
}

/** Whether the copy was written; `read` is the copy and the name as they were read first, the copy before the name. */
const followOne = async <E extends Entity>(
  deps: Pick<Deps, 'pause'>,
  accountId: AccountId,
  copies: Copies<E>,
  read: { copy: E; name: string | undefined },
  nameNow: () => Promise<string | undefined>,
): Promise<boolean> => {
  const { id } = read.copy
  const result = await untilFirst(deps, copies.what, async (number) => {
    const copy = number === 0 ? read.copy : await copies.get(accountId, id)
    const name = number === 0 ? read.name : await nameNow()
    if (!copy || name === undefined || !copies.keeps(copy)) return ok(false)
    const next = copies.named(copy, name)
    if (next && !(await copies.replace(accountId, copy, { ...next, version: copy.version + 1 })).ok) return raced
    await copies.afterwards?.(next ?? copy)
    return ok(next !== undefined)
  })
  if (!result.ok) throw new Error(`The ${copies.what} ${id} kept changing while it was given a name`)
  return result.value
}
