import type { Mail } from '../../../lib/mail.ts'

/** The mail that gives a new administrator the password that the cloud chose. */
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
