import type { Language } from '../../../../shared/lib/language.ts'

/** What the page of a consent says, in each of its states. */
type ConsentPageTexts = {
  asked: {
    title: string
    text: (firstName: string, account: string) => string
    use: string
    consent: string
    decline: string
  }
  given: { title: string; text: (account: string) => string; withdraw: string }
  withdrawn: { title: string; text: (account: string) => string }
}

export const consentPageTexts: Readonly<Record<Language, ConsentPageTexts>> = {
  en: {
    asked: {
      title: 'Open doors with your face?',
      text: (firstName, account) => `${firstName}, ${account} would like you to open its doors with your face.`,
      use: 'For that, your face is learnt from your photo, and compared with faces in front of the doors. It is used for nothing else.',
      consent: 'I consent',
      decline: 'I decline',
    },
    given: {
      title: 'You have consented',
      text: (account) => `${account} may use your face to open doors.`,
      withdraw: 'Withdraw my consent',
    },
    withdrawn: { title: 'Your face is not used', text: (account) => `${account} has deleted what it had of your face.` },
  },
  fr: {
    asked: {
      title: 'Ouvrir des portes avec votre visage ?',
      text: (firstName, account) => `${firstName}, ${account} vous propose d’ouvrir ses portes avec votre visage.`,
      use: 'Pour cela, votre visage est appris à partir de votre photo et comparé aux visages devant les portes. Il ne sert à rien d’autre.',
      consent: 'J’accepte',
      decline: 'Je refuse',
    },
    given: {
      title: 'Vous avez accepté',
      text: (account) => `${account} peut utiliser votre visage pour ouvrir des portes.`,
      withdraw: 'Retirer mon accord',
    },
    withdrawn: {
      title: 'Votre visage n’est pas utilisé',
      text: (account) => `${account} a supprimé ce qui concernait votre visage.`,
    },
  },
  es: {
    asked: {
      title: '¿Abrir puertas con su rostro?',
      text: (firstName, account) => `${firstName}, ${account} le propone abrir sus puertas con el rostro.`,
      use: 'Para ello, su rostro se aprende a partir de su foto y se compara con los rostros ante las puertas. No se usa para nada más.',
      consent: 'Acepto',
      decline: 'Rechazo',
    },
    given: {
      title: 'Ha dado su consentimiento',
      text: (account) => `${account} puede usar su rostro para abrir puertas.`,
      withdraw: 'Retirar mi consentimiento',
    },
    withdrawn: { title: 'Su rostro no se usa', text: (account) => `${account} ha borrado lo que tenía de su rostro.` },
  },
  nl: {
    asked: {
      title: 'Deuren openen met uw gezicht?',
      text: (firstName, account) => `${firstName}, ${account} wil dat u de deuren met uw gezicht kunt openen.`,
      use: 'Daarvoor wordt uw gezicht aan de hand van uw foto geleerd en vergeleken met gezichten voor de deuren. Het wordt voor niets anders gebruikt.',
      consent: 'Ik stem toe',
      decline: 'Ik weiger',
    },
    given: {
      title: 'U heeft toestemming gegeven',
      text: (account) => `${account} mag uw gezicht gebruiken om deuren te openen.`,
      withdraw: 'Mijn toestemming intrekken',
    },
    withdrawn: {
      title: 'Uw gezicht wordt niet gebruikt',
      text: (account) => `${account} heeft de gegevens van uw gezicht verwijderd.`,
    },
  },
  de: {
    asked: {
      title: 'Türen mit Ihrem Gesicht öffnen?',
      text: (firstName, account) => `${firstName}, ${account} möchte, dass Sie Türen mit Ihrem Gesicht öffnen können.`,
      use: 'Dazu wird Ihr Gesicht anhand Ihres Fotos gelernt und mit Gesichtern vor den Türen verglichen. Es wird für nichts anderes verwendet.',
      consent: 'Ich willige ein',
      decline: 'Ich lehne ab',
    },
    given: {
      title: 'Sie haben eingewilligt',
      text: (account) => `${account} darf Ihr Gesicht zum Öffnen von Türen verwenden.`,
      withdraw: 'Meine Einwilligung widerrufen',
    },
    withdrawn: {
      title: 'Ihr Gesicht wird nicht verwendet',
      text: (account) => `${account} hat die Daten Ihres Gesichts gelöscht.`,
    },
  },
  sv: {
    asked: {
      title: 'Öppna dörrar med ditt ansikte?',
      text: (firstName, account) => `${firstName}, ${account} vill att du ska kunna öppna dörrar med ditt ansikte.`,
      use: 'För det lärs ditt ansikte in från ditt foto och jämförs med ansikten framför dörrarna. Det används inte till något annat.',
      consent: 'Jag samtycker',
      decline: 'Jag avböjer',
    },
    given: {
      title: 'Du har samtyckt',
      text: (account) => `${account} får använda ditt ansikte för att öppna dörrar.`,
      withdraw: 'Återkalla mitt samtycke',
    },
    withdrawn: {
      title: 'Ditt ansikte används inte',
      text: (account) => `${account} har raderat uppgifterna om ditt ansikte.`,
    },
  },
}

/** In English: of a link that leads nowhere nobody knows the language. */
export const overText = { title: 'This link is not valid any more', text: 'Ask whoever administers the doors for another one.' }
