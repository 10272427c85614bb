import type { SQSBatchResponse, SQSRecord } from 'aws-lambda'
import { ConfigWork, type PanelToCompile } from '../../shared/domain/devices/panels/config-work.ts'
import { asciiJson } from '../../shared/lib/ascii-json.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import { changePerson, type PersonDeps } from './change-person.ts'
import { compilePanel } from './compile-panel.ts'
import type { CompilerDeps } from './deps.ts'
import { findPanels } from './find-panels.ts'

export type WorkDeps = CompilerDeps & PersonDeps

/** Does the work of each message, one after the other; a message that fails comes back alone. */
export const workOnBatch = async (deps: WorkDeps, records: readonly SQSRecord[]): Promise<SQSBatchResponse> => {
  const failed: string[] = []
  for (const { messageId, body } of records) {
    try {
      await work(deps, ConfigWork.parse(JSON.parse(body)))
    } catch (thrown) {
      log('error', 'a message of the compiler failed', { messageId, ...describeError(thrown) })
      failed.push(messageId)
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) }
}

const work = async (deps: WorkDeps, message: ConfigWork): Promise<void> => {
  const { accountId, revokes } = message
  const reasons = message.reasons.join(' ')
  if (message.kind === 'panel') {
    const { panelId } = message
    const outcome = await compilePanel(deps, accountId, panelId, message)
    if (outcome === 'under-way') await askAgain(deps, message)
    log('info', 'a panel was compiled', { accountId, panelId, outcome, reasons, revokes })
  } else if (message.kind === 'person') {
    const { panels, more } = await changePerson(deps, message)
    log('info', 'a person was changed at panels', { accountId, userId: message.userId, panels, more, reasons, revokes })
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
