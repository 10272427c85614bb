import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { PanelWork, PanelWorkMessage } from '../domain/devices/commands/schema.ts'
import { describeError, log } from '../lib/log.ts'

/** The queue panel-work, fair by account. */
export const sqsPanelWork = (queueUrl: string): PanelWork => {
  const client = new SQSClient({ maxAttempts: 3, requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 } })
  return {
    nudge: async (accountId, panelId) => {
      const message: PanelWorkMessage = { accountId, panelId }
      const sent = { QueueUrl: queueUrl, MessageBody: JSON.stringify(message), MessageGroupId: String(accountId) }
      await client.send(new SendMessageCommand(sent)).catch((thrown: unknown) => {
        log('warn', 'a nudge was lost', { accountId, panelId, ...describeError(thrown) })
      })
    },
  }
}
