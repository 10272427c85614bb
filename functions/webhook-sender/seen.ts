import { isCrowded } from '../../shared/domain/outbound/subscriptions/lane.ts'
import type { Clock, Instant } from '../../shared/lib/clock.ts'
import type { AccountId } from '../../shared/lib/ids.ts'

/** What this environment has seen of receivers. It knows of a slow one at once; messages and the table say so a little later. */
export type Seen = {
  slowUntil(accountId: AccountId, url: string): Instant | undefined
  setSlow(accountId: AccountId, url: string, until: Instant): void
  /** Whether any receiver of the account is slow: what messages say of its receivers may be older than that. */
  hasSlow(accountId: AccountId): boolean
  /** Whether the account keeps this environment waiting by too many posts. */
  isCrowded(accountId: AccountId): boolean
  /** Counts a post as unanswered until the function that it returns is called. */
  begin(accountId: AccountId): () => void
}

/** Remembers while the environment lives; a receiver that is not slow any more is forgotten. */
export const seen = (now: Clock): Seen => {
  const slow = new Map<AccountId, Map<string, Instant>>()
  const unanswered = new Map<AccountId, Set<{ since: Instant }>>()
  return {
    slowUntil: (accountId, url) => slow.get(accountId)?.get(url),
    setSlow: (accountId, url, until) => {
      forgetOld(slow, now())
      slow.set(accountId, (slow.get(accountId) ?? new Map<string, Instant>()).set(url, until))
    },
    hasSlow: (accountId) => [...(slow.get(accountId)?.values() ?? [])].some((until) => until > now()),
    isCrowded: (accountId) =>
      isCrowded(
        [...(unanswered.get(accountId) ?? [])].map(({ since }) => since),
        now(),
      ),
    begin: (accountId) => {
      const posts = unanswered.get(accountId) ?? new Set()
      const post = { since: now() }
      unanswered.set(accountId, posts.add(post))
      return () => {
        posts.delete(post)
        if (posts.size === 0) unanswered.delete(accountId)
      }
    },
  }
}

const forgetOld = (slow: Map<AccountId, Map<string, Instant>>, now: Instant): void => {
  for (const [accountId, urls] of slow) {
    for (const [url, until] of urls) if (until <= now) urls.delete(url)
    if (urls.size === 0) slow.delete(accountId)
  }
}
