import type { AccountId } from '../../lib/ids.ts'
import { neighboursOf } from '../../lib/neighbour-codes.ts'
import { silentAlarmKey, silentAlarmPartition } from '../keys/places.ts'
import type { Table, Write } from '../table/types.ts'
import { claimAlone, claimKey } from './credential-claims.ts'

/** What can raise a silent alarm when a code one higher than a right one is typed. */
type AlarmPlace = { entity: 'access-point' | 'door-set'; id: number }

/** Notes that a silent alarm by code is on at a place, or that it is not any more, so that one read says whether it is on anywhere. */
export const silentAlarmWrites = (
  accountId: AccountId,
  place: AlarmPlace,
  before: true | undefined,
  after: true | undefined,
): Write[] => {
  if (before === after) return []
  const key = silentAlarmKey(accountId, place.entity, place.id)
  return [after ? { put: { ...key, entity: 'silent-alarm' } } : { delete: key }]
}

/** Whether a code one higher than a right one raises a silent alarm anywhere in the account. */
export const hasSilentAlarm = async (table: Table, accountId: AccountId): Promise<boolean> =>
  (await table.query({ pk: silentAlarmPartition(accountId), limit: 1, consistent: true })).length > 0

/**
 * Checks, for the transaction that gives a code away, that nobody has one beside it: typed one higher, theirs would raise an alarm, or be
 * taken for it. None while no place of the account raises one. `given` is the code that the same owner gives up in that transaction.
 */
export const neighbourChecks = async (
  table: Table,
  accountId: AccountId,
  code: string,
  given?: string | undefined,
): Promise<Write[]> => {
  if (!(await hasSilentAlarm(table, accountId))) return []
  return neighboursOf(code)
    .filter((beside) => beside !== given)
    .map((beside) => ({ check: claimKey(accountId, 'code', beside), when: [{ attribute: 'pk', is: 'absent' }] }))
}

/** A write for a code that changes its owner, and what it means that its condition did not hold. */
export type CodeWrite = { write: Write; refused: 'raced' | 'taken' | 'neighbour' }

/** Takes a code for one owner alone, and gives up the one that it had. */
export const codeWrites = async (
  table: Table,
  accountId: AccountId,
  ownerId: number,
  before: string | undefined,
  after: string | undefined,
): Promise<CodeWrite[]> => {
  if (before === after) return []
  const given: CodeWrite[] =
    before === undefined ? [] : [{ write: { delete: claimKey(accountId, 'code', before) }, refused: 'raced' }]
  if (after === undefined) return given
  const checks = await neighbourChecks(table, accountId, after, before)
  return [
    ...given,
    { write: claimAlone(claimKey(accountId, 'code', after), ownerId), refused: 'taken' },
    ...checks.map((write): CodeWrite => ({ write, refused: 'neighbour' })),
  ]
}
