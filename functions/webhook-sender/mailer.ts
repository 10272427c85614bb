import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2'
import type { Mailer } from '../../shared/domain/administrators/mail.ts'

/** Sends mails by SES, from `from`. */
export const sesMailer = (from: string): Mailer => {
  const client = new SESv2Client({})
  return {
    send: async ({ to, subject, text }) => {
      const Content = { Simple: { Subject: { Data: subject }, Body: { Text: { Data: text } } } }
      await client.send(new SendEmailCommand({ FromEmailAddress: from, Destination: { ToAddresses: [to] }, Content }))
    },
  }
}
