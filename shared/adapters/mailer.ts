import type { Mailer } from '../lib/mail.ts'

/** Sends mails by SES, from `from`. The client is made when the first mail is sent: few instances ever send one. */
export const sesMailer = (from: string): Mailer => ({
  send: async ({ to, subject, text, html }) => {
    const { SESv2Client, SendEmailCommand } = await import('@aws-sdk/client-sesv2')
    const client = new SESv2Client({})
    const Body = { Text: content(text), ...(html === undefined ? {} : { Html: content(html) }) }
    try {
      await client.send(
        new SendEmailCommand({
          FromEmailAddress: from,
          Destination: { ToAddresses: [to] },
          Content: { Simple: { Subject: content(subject), Body } },
        }),
      )
    } finally {
      client.destroy()
    }
  },
})

/** SES takes a text without a charset for ASCII. */
const content = (text: string) => ({ Data: text, Charset: 'UTF-8' })
