import type { DynamoDBBatchResponse } from 'aws-lambda'
import { type Concern, concernOf } from '../../shared/domain/devices/panels/affected.ts'
import type { AccountId, PanelId } from '../../shared/lib/ids.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import type { StreamedChange } from '../../shared/storage/table/streamed-change.ts'
import { type CompilerDeps, compilePanel } from './compile-panel.ts'

/** A panel whose rules may have changed, and the records because of which. */
type Affected = { accountId: AccountId; panelId: PanelId; sequences: Set<string>; revokes: boolean }

const atOnce = 8

/**
 * One new version for each panel that the batch concerns, however many of its records do; panels that may have lost access to
 * something come first. What could not be done is named, so that the stream brings it again.
 */
export const compileChanges = async (deps: CompilerDeps, changes: readonly StreamedChange[]): Promise<DynamoDBBatchResponse> => {
  const failed = new Set<string>()
  const affected = new Map<string, Affected>()
  await Promise.all(
    changes.map(async ({ sequence, accountId, change }) => {
      const concern = concernOf(change)
      try {
        for (const panelId of await panelsOf(deps, accountId, concern)) {
          const key = `${accountId} ${panelId}`
          const known = affected.get(key) ?? { accountId, panelId, sequences: new Set(), revokes: false }
          known.sequences.add(sequence)
          known.revokes ||= concern.revokes
          affected.set(key, known)
        }
      } catch (thrown) {
        log('error', 'the panels of a change cannot be found', { accountId, sequence, ...describeError(thrown) })
        failed.add(sequence)
      }
    }),
  )
  const queue = [...affected.values()].sort((one, other) => Number(other.revokes) - Number(one.revokes))
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await compileOne(deps, next, failed)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) }
}

const compileOne = async (deps: CompilerDeps, { accountId, panelId, sequences }: Affected, failed: Set<string>) => {
  try {
    const outcome = await compilePanel(deps, accountId, panelId)
    log('info', 'a panel was compiled', { accountId, panelId, outcome })
  } catch (thrown) {
    log('error', 'a panel cannot be compiled', { accountId, panelId, ...describeError(thrown) })
    for (const sequence of sequences) failed.add(sequence)
  }
}

/** The panels that a concern means, as the account's groups and doors are now. */
const panelsOf = async (deps: CompilerDeps, accountId: AccountId, concern: Concern): Promise<Set<PanelId>> => {
  if (concern.everyPanel) return new Set(await deps.presences.panelIds(accountId))
  const ofUsers = await Promise.all(concern.userIds.map((userId) => deps.groups.groupIdsOf(accountId, userId)))
  const groupIds = [...new Set([...concern.groupIds, ...ofUsers.flat()])]
  const permissions = await Promise.all(groupIds.map((groupId) => deps.groups.permissionsOf(accountId, groupId)))
  return new Set([...concern.panelIds, ...permissions.flat().map(({ panelId }) => panelId)])
}
