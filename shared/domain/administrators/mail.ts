/** One mail to one person, in plain text. */
export type Mail = { to: string; subject: string; text: string }

/** Sends mails. Throws when the mail was not accepted. */
export type Mailer = { send: (mail: Mail) => Promise<void> }

/** Tells a new administrator the password that the cloud chose. */
export const temporaryPasswordMail = (to: string, username: string, password: string, signInUrl: string): Mail => ({
  to,
  subject: 'Your Sallyport sign-in',
  text: [
    'An administrator account was made for you.',
    '',
    `Username: ${username}`,
    `Temporary password: ${password}`,
    `Sign in: ${signInUrl}`,
    '',
    'The password works for three days.',
    '',
  ].join('\n'),
})
