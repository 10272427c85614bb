import type { PanelToSettle } from '../domain/access/emergencies/panels-to-settle.ts'
import type { PanelWork, PanelWorkMessage } from '../domain/devices/commands/entity.ts'
import type { PostureWork } from '../domain/devices/posture/posture-work.ts'
import { asciiJson } from '../lib/ascii-json.ts'
import { describeError, log } from '../lib/log.ts'
import type { Queue } from './queue.ts'

/** The queue panel-work or posture-work, fair by account. Its client is read when the first message is sent: most instances first answer a read. */
export const sqsPanelWork = (queueUrl: string): PanelWork => {
  let connected: Promise<Send> | undefined
  const sendOrLog = async (message: PanelWorkMessage): Promise<void> => {
    try {
      connected ??= connect(queueUrl)
      const send = await connected
      await send(message)
    } catch (thrown) {
      const { accountId, panelId } = message
      log('warn', 'a nudge was lost', { accountId, panelId, ...describeError(thrown) })
    }
  }
  return {
    nudge: (accountId, panelId) => sendOrLog({ accountId, panelId }),
    disconnect: (accountId, panelId, formerConnectionId) => sendOrLog({ accountId, panelId, formerConnectionId }),
  }
}

/** The queue posture-work. */
export const sqsPostureWork = (queueUrl: string): PostureWork => {
  let queue: Promise<Queue> | undefined
  const open = () => {
    queue ??= import('./queue.ts').then(({ sqsQueue }) => sqsQueue(queueUrl))
    return queue
  }
  return {
    ...sqsPanelWork(queueUrl),
    nudgeAll: async (accountId, panelIds) => {
      const messages = panelIds.map((panelId): PanelToSettle => ({ accountId, panelId, modes: true }))
      const refused = await (await open()).send(messages.map((one) => ({ group: String(accountId), body: asciiJson(one) })))
      if (refused.length > 0) log('warn', 'nudges were lost', { accountId, panels: refused.length })
    },
    begin: async (fanOut) => {
      const refused = await (await open()).send([{ group: String(fanOut.accountId), body: asciiJson(fanOut) }])
      if (refused.length > 0) log('warn', 'the begin of a fan-out was lost', fanOut)
    },
  }
}

type Send = (message: PanelWorkMessage) => Promise<unknown>

const connect = async (queueUrl: string): Promise<Send> => {
  const { SendMessageCommand, SQSClient } = await import('@aws-sdk/client-sqs')
  const client = new SQSClient({ maxAttempts: 3, requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 } })
  return (message) =>
    client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(message),
        MessageGroupId: String(message.accountId),
      }),
    )
}
