import { SqsQueue } from '../../node_modules/fauxqs/dist/sqs/sqsStore.js'
import { fairOrder } from './fair-order.ts'

/**
 * fauxqs drops the group of a message in a standard queue and hands messages out as they arrived. SQS is fair: it hands out first what
 * belongs to the group with the fewest messages at consumers. So the group is kept as a message attribute of this name.
 */
const name = 'MessageGroupId'

type Attributes = Readonly<Record<string, { StringValue?: string | undefined }>>
type Sent = { MessageBody?: string; MessageGroupId?: string; MessageAttributes?: Attributes }
type SendBody = Sent & { Entries?: readonly Sent[] }
type Received = {
  Body: string
  Attributes?: Readonly<Record<string, string>>
  MessageAttributes?: Attributes
  MD5OfMessageAttributes?: string
}
type Answer = { Messages?: readonly Received[] }

const keptPart = ({ MessageGroupId, MessageAttributes }: Sent) =>
  MessageGroupId === undefined
    ? {}
    : { MessageAttributes: { ...MessageAttributes, [name]: { DataType: 'String', StringValue: MessageGroupId } } }

/** The body of `SendMessage` or `SendMessageBatch` as fauxqs is given it. */
export const withGroups = <Body extends SendBody>(body: Body): Body => ({
  ...body,
  ...keptPart(body),
  ...(body.Entries && { Entries: body.Entries.map((entry) => ({ ...entry, ...keptPart(entry) })) }),
})

const received = (message: Received): Received => {
  const { [name]: kept, ...others } = message.MessageAttributes ?? {}
  if (!kept) return message
  const { MessageAttributes: _, MD5OfMessageAttributes: __, ...rest } = message
  return {
    ...rest,
    Attributes: { ...message.Attributes, [name]: kept.StringValue ?? '' },
    ...(Object.keys(others).length > 0 ? { MessageAttributes: others } : {}),
  }
}

/** What fauxqs answers to `ReceiveMessage`, with the group where SQS has it: among the system attributes. */
export const withoutGroups = (answer: Answer): Answer => ({
  ...answer,
  ...(answer.Messages && { Messages: answer.Messages.map(received) }),
})

type Kept = { readonly messageAttributes: Attributes }
const groupOf = ({ messageAttributes }: Kept): string => messageAttributes[name]?.StringValue ?? ''

/** Makes the standard queues of fauxqs in this process fair. */
export const makeQueuesFair = (): void => {
  const dequeue = SqsQueue.prototype.dequeue
  SqsQueue.prototype.dequeue = function (this: SqsQueue, most, ...rest) {
    if (!this.isFifo()) {
      this.processTimers()
      const atConsumers = new Map<string, number>()
      for (const { message } of this.inflightMessages.values())
        atConsumers.set(groupOf(message), (atConsumers.get(groupOf(message)) ?? 0) + 1)
      this.messages = fairOrder(this.messages, groupOf, atConsumers, most)
    }
    return dequeue.call(this, most, ...rest)
  }
}
