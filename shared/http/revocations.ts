import type { Revocation } from '../domain/identity/revocations/entity.ts'
import { type Clock, hour, type Instant, minute, second } from '../lib/clock.ts'
import { describeError, log } from '../lib/log.ts'

/** What ended or changed while access tokens that say otherwise live on. */
export type Revocations = {
  /** Resolves when the list may be asked: at once, except for an instance that has no list or has long been idle. */
  ready: () => Promise<void>
  /** Whether there is a notice about this grant, administrator or role. */
  has: (subject: string) => boolean
  /** How many notices this instance has seen. */
  count: () => number
  /** Whether there is a notice about one of `subjects` that was seen after the first `count` ones. */
  hasSince: (count: number, subjects: readonly string[]) => boolean
}

/** While an instance serves, its list is read again this often, beside the requests. */
const readEvery = 2 * second
/** A list this old is not trusted: an idle instance is frozen, and wakes up with what it knew. */
const tooOld = 10 * second
/** Instances' and writers' clocks differ, and an index entry may come late: each reading begins so much before the last. */
const overlap = 30 * second
/** What the first reading goes back: longer than any access token lives. */
export const horizon = hour + minute

/** Keeps the list of notices. `read` gives those of an instant or later. */
export const revocationList = (read: (from: number) => Promise<Revocation[]>, now: Clock): Revocations => {
  /** Each notice that was seen, with its instant, so that one which is read again is not taken for another. */
  const notices = new Map<string, Instant>()
  /** The subjects, with the number of the last notice about each and its instant. */
  const subjects = new Map<string, { number: number; at: Instant }>()
  let seen = 0
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined

  const note = ({ subject, version, revokedAt }: Revocation) => {
    const name = `${revokedAt} ${version} ${subject}`
    if (notices.has(name)) return
    seen += 1
    notices.set(name, revokedAt)
    subjects.set(subject, { number: seen, at: revokedAt })
  }
  const readNew = async () => {
    const startedAt = now()
    const from = Math.max(readAt - overlap, startedAt - horizon)
    for (const notice of await read(from)) note(notice)
    readAt = startedAt
    for (const [name, at] of notices) if (at < startedAt - horizon) notices.delete(name)
    for (const [subject, { at }] of subjects) if (at < startedAt - horizon) subjects.delete(subject)
  }
  const readOnce = () => {
    reading ??= readNew().finally(() => {
      reading = undefined
    })
    return reading
  }

  return {
    ready: async () => {
      const age = now() - readAt
      if (age >= tooOld) return readOnce()
      if (age >= readEvery) {
        readOnce().catch((thrown: unknown) => log('warn', 'the list of ended grants could not be read', describeError(thrown)))
      }
    },
    has: (subject) => subjects.has(subject),
    count: () => seen,
    hasSince: (count, asked) => asked.some((subject) => (subjects.get(subject)?.number ?? 0) > count),
  }
}
