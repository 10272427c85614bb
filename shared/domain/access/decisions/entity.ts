import { z } from 'zod'
import { UserId } from '../../../lib/ids.ts'
import { PanelCredential, PanelUser } from './rules.ts'

/**
 * All that a panel's rules say of one person: the person, and what they hold, in the order of the ids. Without a `user` the rules say
 * nothing of this person, and hold no credential of theirs. It takes the place of whatever they said before.
 */
export const PersonRecord = z.object({ id: UserId, user: PanelUser.optional(), credentials: z.array(PanelCredential) })
export type PersonRecord = z.infer<typeof PersonRecord>

/** Of several records for one person the last, in the order of the ids. */
export const lastOfEach = (records: readonly PersonRecord[]): PersonRecord[] =>
  [...new Map(records.map((record) => [record.id, record])).values()].sort((one, other) => one.id - other.id)
