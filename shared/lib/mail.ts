/** One mail to one person, in plain text. */
export type Mail = { to: string; subject: string; text: string }

/** Sends mails. Throws when the mail was not accepted. */
export type Mailer = { send: (mail: Mail) => Promise<void> }
