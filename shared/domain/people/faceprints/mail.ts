import type { Instant } from '../../../lib/clock.ts'
import { type Language, writtenInstant } from '../../../lib/language.ts'
import { type Mail, mailOfParts } from '../../../lib/mail.ts'
import { consentMailTexts } from './mail-texts.ts'

/** The mail that asks a person to consent to the use of the face, in plain text and HTML. */
export const consentMail = (
  to: string,
  language: Language,
  { link, until }: { link: string; until: Instant },
  { firstName, accountName }: { firstName: string; accountName: string },
): Mail => {
  const texts = consentMailTexts[language]
  return mailOfParts(to, language, texts.subject(accountName), [
    texts.greeting(firstName),
    texts.asked(accountName),
    texts.open,
    { link },
    texts.validUntil(writtenInstant(until, language)),
    texts.withdraw,
    texts.ignore,
  ])
}
