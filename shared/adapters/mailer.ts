import type { Mailer } from '../lib/mail.ts'

/** Sends mails by SES, from `from`. The client is made when the first mail is sent: few instances ever send one. */
export const sesMailer = (from: string): Mailer => ({
  send: async ({ to, subject, text }) => {
    const { SESv2Client, SendEmailCommand } = await import('@aws-sdk/client-sesv2')
    const client = new SESv2Client({})
    try {
      await client.send(
        new SendEmailCommand({
          FromEmailAddress: from,
          Destination: { ToAddresses: [to] },
          Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: text } } } },
        }),
      )
    } finally {
      client.destroy()
    }
  },
})
