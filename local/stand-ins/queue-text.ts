import { createHash } from 'node:crypto'

/**
 * SQS takes characters beyond U+FFFF in a message, and fauxqs refuses them. So fauxqs keeps such a character as three others:
 * U+E000 and the two halves of the pair, each moved to the characters for private use. U+E000 itself is kept as two of it.
 */
const mark = '\ue000'
const movedBy = 0xe800 - 0xd800

const moved = (pair: string, by: number): string => String.fromCharCode(pair.charCodeAt(0) + by, pair.charCodeAt(1) + by)

/** A text as fauxqs keeps it. What SQS refuses too, such as half of a pair, is left as it is: fauxqs then refuses it. */
export const keptText = (text: string): string =>
  text.replace(/\ue000|[\ud800-\udbff][\udc00-\udfff]/g, (found) => mark + (found === mark ? mark : moved(found, movedBy)))

/** The text that is kept so. */
export const sentText = (kept: string): string =>
  kept.replace(/\ue000(\ue000|[\ue800-\uefff]{2})/g, (_, found: string) => (found === mark ? mark : moved(found, -movedBy)))

type Sent = { MessageBody?: string }
type SendBody = Sent & { Entries?: readonly (Sent & { Id: string })[] }
type Received = { Body: string; MD5OfBody: string }
type Answer = {
  MD5OfMessageBody?: string
  Successful?: readonly { Id: string; MD5OfMessageBody?: string }[]
  Messages?: readonly Received[]
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

/** The body of `SendMessage` or `SendMessageBatch` as fauxqs is given it. */
export const keptBody = <Body extends SendBody>(body: Body): Body => ({ ...body, ...keptPart(body), ...keptEntries(body) })

const keptPart = ({ MessageBody }: Sent) => (MessageBody === undefined ? {} : { MessageBody: keptText(MessageBody) })
const keptEntries = ({ Entries }: SendBody) =>
  Entries === undefined ? {} : { Entries: Entries.map((entry) => ({ ...entry, ...keptPart(entry) })) }

/** What fauxqs answers, as the caller knows the texts: clients compare the digests. `given` is the body that fauxqs was given. */
export const sentAnswer = (answer: Answer, given: SendBody): Answer => {
  const digest = ({ MessageBody = '' }: Sent = {}) => ({ MD5OfMessageBody: md5(sentText(MessageBody)) })
  const { MD5OfMessageBody, Successful, Messages } = answer
  return {
    ...answer,
    ...(MD5OfMessageBody === undefined ? {} : digest(given)),
    ...(Successful && {
      Successful: Successful.map((one) => ({ ...one, ...digest(given.Entries?.find(({ Id }) => Id === one.Id)) })),
    }),
    ...(Messages && { Messages: Messages.map((one) => ({ ...one, ...receivedText(sentText(one.Body)) })) }),
  }
}

const receivedText = (Body: string): Received => ({ Body, MD5OfBody: md5(Body) })
