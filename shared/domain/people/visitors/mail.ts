import { type Language, writtenInstant } from '../../../lib/language.ts'
import { type Mail, mailOfParts } from '../../../lib/mail.ts'
import type { Visitor } from '../users/entity.ts'

/** What the mail of a visitor's PIN says. */
type PinTexts = {
  subject: (account: string) => string
  greeting: (firstName: string) => string
  awaited: (host: string, account: string) => string
  enterPin: string
  valid: (from: string, to: string) => string
}

const texts: Readonly<Record<Language, PinTexts>> = {
  en: {
    subject: (account) => `Your visit to ${account}`,
    greeting: (firstName) => `Hello ${firstName},`,
    awaited: (host, account) => `${host} expects you at ${account}.`,
    enterPin: 'Enter this PIN at the door:',
    valid: (from, to) => `It is valid from ${from} to ${to} (UTC).`,
  },
  fr: {
    subject: (account) => `Votre visite chez ${account}`,
    greeting: (firstName) => `Bonjour ${firstName},`,
    awaited: (host, account) => `${host} vous attend chez ${account}.`,
    enterPin: 'Saisissez ce code PIN à la porte :',
    valid: (from, to) => `Il est valable du ${from} au ${to} (UTC).`,
  },
  es: {
    subject: (account) => `Su visita a ${account}`,
    greeting: (firstName) => `Hola, ${firstName}:`,
    awaited: (host, account) => `${host} le espera en ${account}.`,
    enterPin: 'Introduzca este PIN en la puerta:',
    valid: (from, to) => `Es válido desde el ${from} hasta el ${to} (UTC).`,
  },
  nl: {
    subject: (account) => `Uw bezoek aan ${account}`,
    greeting: (firstName) => `Hallo ${firstName},`,
    awaited: (host, account) => `${host} verwacht u bij ${account}.`,
    enterPin: 'Voer deze pincode bij de deur in:',
    valid: (from, to) => `De code is geldig van ${from} tot ${to} (UTC).`,
  },
  de: {
    subject: (account) => `Ihr Besuch bei ${account}`,
    greeting: (firstName) => `Guten Tag ${firstName},`,
    awaited: (host, account) => `${host} erwartet Sie bei ${account}.`,
    enterPin: 'Geben Sie diese PIN an der Tür ein:',
    valid: (from, to) => `Sie gilt von ${from} bis ${to} (UTC).`,
  },
  sv: {
    subject: (account) => `Ditt besök hos ${account}`,
    greeting: (firstName) => `Hej ${firstName}!`,
    awaited: (host, account) => `${host} väntar dig hos ${account}.`,
    enterPin: 'Ange den här PIN-koden vid dörren:',
    valid: (from, to) => `Den gäller från ${from} till ${to} (UTC).`,
  },
}

/** The mail that brings a visitor the PIN, in plain text and HTML. */
export const visitorPinMail = (
  to: string,
  language: Language,
  { firstName, pin = '', visit }: Visitor,
  { accountName, hostName }: { accountName: string; hostName: string },
): Mail => {
  const { subject, greeting, awaited, enterPin, valid } = texts[language]
  const [from, until] = [visit.startsAt, visit.endsAt].map((at) => writtenInstant(at, language))
  return mailOfParts(to, language, subject(accountName), [
    greeting(firstName),
    awaited(hostName, accountName),
    enterPin,
    { code: pin },
    valid(from ?? '', until ?? ''),
  ])
}
