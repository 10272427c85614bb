import type { AccountId, CredentialId, PanelId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced, retryRaces } from '../../../lib/retry.ts'
import type { Deps } from '../../deps.ts'
import { type CredentialFamily, familyOf } from '../../people/credentials/entity.ts'
import { isLengthPossible } from '../../people/credentials/length.ts'
import type { Event, UploadCursor } from './entity.ts'
import type { NotThisPanel } from './errors.ts'
import { type CardOwner, type Origin, type ReportFacts, recordEvent } from './record.ts'
import { isUnknownCredential } from './report-type.ts'
import type { ReportedAccess, ReportedEvent } from './reported.ts'
import { advance, firstSequence, isCovered } from './upload-cursor.ts'

/** Who uploads; `keyId` names the key with which the panel proved who it is. */
export type Uploader = { accountId: AccountId; panelId: PanelId; keyId: string }

/**
 * Stores what a panel reports of one numbering (`epoch`), in order and without gaps between, each event exactly once; and says up
 * to which sequence all is stored, which the panel may then forget. What was stored before adds nothing. Two trips: everything
 * that the reports name is read at once, then events, counters and cursor are written together; a card that the panel did not
 * know and the account does costs a look at its owner in between.
 */
export const receiveEvents = async (
  deps: Pick<Deps, 'uploads' | 'now' | 'pause'>,
  { accountId, panelId, keyId }: Uploader,
  epoch: string,
  reports: readonly ReportedEvent[],
): Promise<Result<number, NotThisPanel>> => {
  let upTo = 0
  const stored = await retryRaces(deps.pause, async (attempt) => {
    const known = await deps.uploads.facts(accountId, panelId, epoch, named(reports), { consistent: attempt > 0 })
    if (known.keyId !== keyId) {
      // The first look may be at a moment ago, when the panel had not paired yet.
      return attempt === 0 ? raced : err({ kind: 'not_this_panel' } as const)
    }
    const fresh = reports.filter((report) => !isCovered(known.cursor, report))
    const owners = await ownersOf(deps, accountId, fresh, known.owners)
    const origin: Origin = { panelId, epoch, receivedAt: deps.now() }
    const record = (report: ReportedEvent) => recordEvent(report, factsOf(panelId, report, known, owners), origin)
    const { cursor, isOvertaken } = await storeRuns(deps, accountId, { panelId, epoch }, known.cursor, fresh, record)
    upTo = cursor.upTo
    return isOvertaken ? raced : ok(upTo)
  })
  // So many uploads at once that this one never had its turn: what it brought is not acknowledged, and comes again.
  return stored === raced ? ok(upTo) : stored
}

/** Stores the reports a transaction at a time; stops where another upload was faster, or too many gaps would be left. */
const storeRuns = async (
  deps: Pick<Deps, 'uploads'>,
  accountId: AccountId,
  of: { panelId: PanelId; epoch: string },
  start: UploadCursor,
  reports: readonly ReportedEvent[],
  record: (report: ReportedEvent) => Event,
): Promise<{ cursor: UploadCursor; isOvertaken: boolean }> => {
  const events = reports.map(record)
  let cursor = start
  let from = 0
  while (from < events.length) {
    const to = from + deps.uploads.fitting(accountId, events.slice(from))
    const [first, last] = [reports[from], reports[to - 1]]
    const next = first && last && advance(cursor, firstSequence(first), last.sequence)
    if (!next) return { cursor, isOvertaken: false }
    if (!(await deps.uploads.store(accountId, of, cursor, next, events.slice(from, to)))) return { cursor, isOvertaken: true }
    cursor = next
    from = to
  }
  return { cursor, isOvertaken: false }
}

/** What the reports name, each once: what there is to read. */
const named = (reports: readonly ReportedEvent[]) => ({
  accessPointIds: [...new Set(reports.flatMap((report) => ('accessPointId' in report ? [report.accessPointId] : [])))],
  userIds: [...new Set(reports.flatMap((report) => ('userId' in report ? (report.userId ?? []) : [])))],
  values: [
    ...new Map(
      reports
        .filter(isUnknownCredential)
        .flatMap(presentedValues)
        .map((one) => [keyOf(one), one]),
    ).values(),
  ],
  needsPanel: reports.some((report) => !('accessPointId' in report)),
})

type Value = { family: CredentialFamily; value: string }
const keyOf = ({ family, value }: Value): string => `${family} ${value}`
const presentedValues = ({ presented: { kind = 'card', encodedCredential: value } }: ReportedAccess): Value[] =>
  value === undefined ? [] : [{ family: familyOf(kind), value }]

/** The owners of the cards that the panel did not know and the account does, by card and door. */
const ownersOf = async (
  deps: Pick<Deps, 'uploads'>,
  accountId: AccountId,
  reports: readonly ReportedEvent[],
  known: Known['owners'],
): Promise<ReadonlyMap<string, CardOwner>> => {
  const cards = reports.filter(isUnknownCredential).flatMap((report) => {
    const credentialId = cardOf(report, known)
    return credentialId === undefined ? [] : [{ credentialId, accessPointId: report.accessPointId }]
  })
  return cards.length === 0 ? new Map() : deps.uploads.owners(accountId, cards)
}

/** The account's credential with this value and, where the reader counted them, as many bits; none when it may be one of several. */
const cardOf = (report: ReportedAccess, owners: Known['owners']): CredentialId | undefined => {
  const possible = presentedValues(report)
    .flatMap((value) => owners.get(keyOf(value)) ?? [])
    .filter(({ bits }) => isLengthPossible(bits, report.presented.bits))
  return possible.length === 1 ? possible[0]?.id : undefined
}

type Known = Awaited<ReturnType<Deps['uploads']['facts']>>

const factsOf = (panelId: PanelId, report: ReportedEvent, known: Known, owners: ReadonlyMap<string, CardOwner>): ReportFacts => {
  if (!('accessPointId' in report)) return known.panel ? { panel: known.panel } : {}
  const point = known.points.get(report.accessPointId)
  const user = 'userId' in report && report.userId !== undefined ? known.users.get(report.userId) : undefined
  const credentialId = isUnknownCredential(report) ? cardOf(report, known.owners) : undefined
  const owner = credentialId === undefined ? undefined : owners.get(`${credentialId} ${report.accessPointId}`)
  // a panel speaks for its own doors only: nothing that it says is recorded as having happened at another panel's
  if (point && point.panelId !== panelId) return { isDoorOfAnother: true, ...(user ? { user } : {}) }
  return { ...(point ? { point } : {}), ...(user ? { user } : {}), ...(owner ? { owner } : {}) }
}
