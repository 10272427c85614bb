import type { Language } from '../../../lib/language.ts'

/** What the mail of an invitation says. */
type InvitationTexts = {
  subject: (account: string) => string
  greeting: (firstName: string) => string
  invited: (account: string) => string
  enterCode: string
  validUntil: (time: string) => string
  ignore: string
}

export const invitationTexts: Readonly<Record<Language, InvitationTexts>> = {
  en: {
    subject: (account) => `Your mobile pass for ${account}`,
    greeting: (firstName) => `Hello ${firstName},`,
    invited: (account) => `${account} has invited you to open its doors with your phone.`,
    enterCode: 'Enter this code in the app:',
    validUntil: (time) => `You can use the code once, until ${time} (UTC).`,
    ignore: 'If you did not expect this mail, you can ignore it.',
  },
  fr: {
    subject: (account) => `Votre passe mobile pour ${account}`,
    greeting: (firstName) => `Bonjour ${firstName},`,
    invited: (account) => `${account} vous invite à ouvrir ses portes avec votre téléphone.`,
    enterCode: 'Saisissez ce code dans l’application :',
    validUntil: (time) => `Le code est utilisable une seule fois, jusqu’au ${time} (UTC).`,
    ignore: 'Si vous n’attendiez pas ce message, vous pouvez l’ignorer.',
  },
  es: {
    subject: (account) => `Su pase móvil para ${account}`,
    greeting: (firstName) => `Hola, ${firstName}:`,
    invited: (account) => `${account} le ha invitado a abrir sus puertas con el teléfono.`,
    enterCode: 'Introduzca este código en la aplicación:',
    validUntil: (time) => `El código se puede usar una sola vez, hasta el ${time} (UTC).`,
    ignore: 'Si no esperaba este mensaje, puede ignorarlo.',
  },
  nl: {
    subject: (account) => `Uw mobiele pas voor ${account}`,
    greeting: (firstName) => `Hallo ${firstName},`,
    invited: (account) => `${account} heeft u uitgenodigd om de deuren met uw telefoon te openen.`,
    enterCode: 'Voer deze code in de app in:',
    validUntil: (time) => `U kunt de code één keer gebruiken, tot ${time} (UTC).`,
    ignore: 'Verwachtte u deze e-mail niet? Dan kunt u hem negeren.',
  },
  de: {
    subject: (account) => `Ihr mobiler Ausweis für ${account}`,
    greeting: (firstName) => `Guten Tag ${firstName},`,
    invited: (account) => `${account} lädt Sie ein, Türen mit Ihrem Telefon zu öffnen.`,
    enterCode: 'Geben Sie diesen Code in der App ein:',
    validUntil: (time) => `Der Code gilt einmal, bis ${time} (UTC).`,
    ignore: 'Falls Sie diese Nachricht nicht erwartet haben, können Sie sie ignorieren.',
  },
  sv: {
    subject: (account) => `Ditt mobila passerkort för ${account}`,
    greeting: (firstName) => `Hej ${firstName}!`,
    invited: (account) => `${account} har bjudit in dig att öppna dörrar med din telefon.`,
    enterCode: 'Ange den här koden i appen:',
    validUntil: (time) => `Koden kan användas en gång, till och med ${time} (UTC).`,
    ignore: 'Om du inte väntade dig det här meddelandet kan du bortse från det.',
  },
}
