import type { SQSBatchResponse, SQSRecord } from 'aws-lambda'
import { ConfigWork, type PanelToCompile, type PersonToChange } from '../../shared/domain/devices/panels/config-work.ts'
import { asciiJson } from '../../shared/lib/ascii-json.ts'
import type { AccountId } from '../../shared/lib/ids.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import { changePeople, type PersonDeps } from './change-person.ts'
import { compilePanel } from './compile-panel.ts'
import type { CompilerDeps } from './deps.ts'
import { findPanels } from './find-panels.ts'

export type WorkDeps = CompilerDeps & PersonDeps

/** Does the work of a batch, the people of one account together; what fails comes back alone. */
export const workOnBatch = async (deps: WorkDeps, records: readonly SQSRecord[]): Promise<SQSBatchResponse> => {
  const failed: string[] = []
  const tried = async (messageIds: readonly string[], work: () => Promise<unknown>): Promise<void> => {
    try {
      await work()
    } catch (thrown) {
      log('error', 'messages of the compiler failed', { messageIds: messageIds.join(' '), ...describeError(thrown) })
      failed.push(...messageIds)
    }
  }
  const people = new Map<AccountId, { ids: string[]; messages: PersonToChange[] }>()
  // those of one panel one after the other: the second finds that the first has done its work
  const others = new Map<string, Promise<void>>()
  for (const { messageId, body } of records) {
    const message = read(body)
    if (message?.kind === 'person') {
      const known = people.get(message.accountId) ?? { ids: [], messages: [] }
      people.set(message.accountId, { ids: [...known.ids, messageId], messages: [...known.messages, message] })
      continue
    }
    const key = message?.kind === 'panel' ? `${message.accountId} ${message.panelId}` : messageId
    const before = others.get(key) ?? Promise.resolve()
    others.set(
      key,
      before.then(() => tried([messageId], async () => work(deps, message ?? unreadable()))),
    )
  }
  await Promise.all([
    ...others.values(),
    ...[...people.values()].map(({ ids, messages }) => tried(ids, () => change(deps, messages))),
  ])
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) }
}

const unreadable = (): never => {
  throw new Error('A message says nothing')
}

const read = (body: string): ConfigWork | undefined => {
  try {
    return ConfigWork.parse(JSON.parse(body))
  } catch {
    return undefined
  }
}

const change = async (deps: WorkDeps, messages: readonly PersonToChange[]): Promise<void> => {
  const outcomes = await changePeople(deps, messages)
  for (const [index, { accountId, userId, revokes, reasons }] of messages.entries()) {
    const about = { accountId, userId, ...outcomes[index], revokes, reasons: reasons.join(' ') }
    log('info', 'a person was changed at panels', about)
  }
}

const work = async (deps: WorkDeps, message: Exclude<ConfigWork, PersonToChange>): Promise<void> => {
  const { accountId, revokes } = message
  const reasons = message.reasons.join(' ')
  if (message.kind === 'panel') {
    const { panelId } = message
    const outcome = await compilePanel(deps, accountId, panelId, message)
    if (outcome === 'under-way') await askAgain(deps, message)
    log('info', 'a panel was compiled', { accountId, panelId, outcome, reasons, revokes })
  } else {
    const { panels, more } = await findPanels(deps, message)
    log('info', 'panels to compile were found', { accountId, panels, more, reasons, revokes })
  }
}

/** A message waits so long for the compile that is under way. Whatever the next compile covers then costs one read. */
const askAgainSeconds = 1

/** Puts the message in the queue again. Throws when the queue does not take it, which leaves it where it was. */
const askAgain = async ({ configWork }: WorkDeps, message: PanelToCompile): Promise<void> => {
  const group = String(message.accountId)
  const refused = await configWork.send([{ group, body: asciiJson(message), delaySeconds: askAgainSeconds }])
  if (refused.length > 0) throw new Error('The queue did not take a message again')
}
