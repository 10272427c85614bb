import { type Language, writtenInstant } from '../../../lib/language.ts'
import { type Mail, mailOfParts } from '../../../lib/mail.ts'
import type { User } from '../users/entity.ts'
import type { Invitation } from './entity.ts'
import { invitationTexts } from './mail-texts.ts'

const address = /^[^\s@]+@[^\s@]+$/

/** Where an invitation is sent: to its reference, normally an address, or else to the first address of the user. */
export const mailAddressOf = (referenceId: string, { emails }: Pick<User, 'emails'>): string | undefined =>
  address.test(referenceId) ? referenceId : emails[0]?.address

/** The mail that brings an invitation, in plain text and HTML. */
export const invitationMail = (
  to: string,
  language: Language,
  { accessCode, expiresAt }: Invitation,
  { firstName, accountName }: { firstName: string; accountName: string },
): Mail => {
  const texts = invitationTexts[language]
  return mailOfParts(to, language, texts.subject(accountName), [
    texts.greeting(firstName),
    texts.invited(accountName),
    texts.enterCode,
    { code: accessCode },
    texts.validUntil(writtenInstant(expiresAt, language)),
    texts.ignore,
  ])
}
