import type { Language } from '../../../lib/language.ts'

/** What the mail says that asks for consent. */
type ConsentMailTexts = {
  subject: (account: string) => string
  greeting: (firstName: string) => string
  asked: (account: string) => string
  open: string
  validUntil: (time: string) => string
  withdraw: string
  ignore: string
}

export const consentMailTexts: Readonly<Record<Language, ConsentMailTexts>> = {
  en: {
    subject: (account) => `May ${account} use your face to open doors?`,
    greeting: (firstName) => `Hello ${firstName},`,
    asked: (account) =>
      `${account} would like you to open its doors with your face. For that, your face is learnt from your photo.`,
    open: 'Nothing is learnt before you consent. Open this page to consent or to decline:',
    validUntil: (time) => `You can consent until ${time} (UTC).`,
    withdraw: 'You can withdraw your consent later on the same page.',
    ignore: 'If you did not expect this mail, you can ignore it: your face is not used then.',
  },
  fr: {
    subject: (account) => `${account} peut-il utiliser votre visage pour ouvrir des portes ?`,
    greeting: (firstName) => `Bonjour ${firstName},`,
    asked: (account) =>
      `${account} vous propose d’ouvrir ses portes avec votre visage. Pour cela, votre visage est appris à partir de votre photo.`,
    open: 'Rien n’est appris avant votre accord. Ouvrez cette page pour accepter ou refuser :',
    validUntil: (time) => `Vous pouvez accepter jusqu’au ${time} (UTC).`,
    withdraw: 'Vous pourrez retirer votre accord plus tard sur la même page.',
    ignore: 'Si vous n’attendiez pas ce message, vous pouvez l’ignorer : votre visage ne sera pas utilisé.',
  },
  es: {
    subject: (account) => `¿Puede ${account} usar su rostro para abrir puertas?`,
    greeting: (firstName) => `Hola, ${firstName}:`,
    asked: (account) =>
      `${account} le propone abrir sus puertas con el rostro. Para ello, su rostro se aprende a partir de su foto.`,
    open: 'No se aprende nada antes de que usted lo acepte. Abra esta página para aceptar o rechazar:',
    validUntil: (time) => `Puede aceptar hasta el ${time} (UTC).`,
    withdraw: 'Podrá retirar su consentimiento más tarde en la misma página.',
    ignore: 'Si no esperaba este mensaje, puede ignorarlo: su rostro no se usará.',
  },
  nl: {
    subject: (account) => `Mag ${account} uw gezicht gebruiken om deuren te openen?`,
    greeting: (firstName) => `Hallo ${firstName},`,
    asked: (account) =>
      `${account} wil dat u de deuren met uw gezicht kunt openen. Daarvoor wordt uw gezicht aan de hand van uw foto geleerd.`,
    open: 'Er wordt niets geleerd voordat u toestemming geeft. Open deze pagina om toe te stemmen of te weigeren:',
    validUntil: (time) => `U kunt toestemming geven tot ${time} (UTC).`,
    withdraw: 'U kunt uw toestemming later op dezelfde pagina intrekken.',
    ignore: 'Verwachtte u deze e-mail niet? Dan kunt u hem negeren: uw gezicht wordt dan niet gebruikt.',
  },
  de: {
    subject: (account) => `Darf ${account} Ihr Gesicht zum Öffnen von Türen verwenden?`,
    greeting: (firstName) => `Guten Tag ${firstName},`,
    asked: (account) =>
      `${account} möchte, dass Sie Türen mit Ihrem Gesicht öffnen können. Dazu wird Ihr Gesicht anhand Ihres Fotos gelernt.`,
    open: 'Vor Ihrer Einwilligung wird nichts gelernt. Öffnen Sie diese Seite, um einzuwilligen oder abzulehnen:',
    validUntil: (time) => `Sie können bis ${time} (UTC) einwilligen.`,
    withdraw: 'Sie können Ihre Einwilligung später auf derselben Seite widerrufen.',
    ignore: 'Falls Sie diese Nachricht nicht erwartet haben, können Sie sie ignorieren: Ihr Gesicht wird dann nicht verwendet.',
  },
  sv: {
    subject: (account) => `Får ${account} använda ditt ansikte för att öppna dörrar?`,
    greeting: (firstName) => `Hej ${firstName}!`,
    asked: (account) =>
      `${account} vill att du ska kunna öppna dörrar med ditt ansikte. För det lärs ditt ansikte in från ditt foto.`,
    open: 'Inget lärs in innan du samtycker. Öppna den här sidan för att samtycka eller avböja:',
    validUntil: (time) => `Du kan samtycka till och med ${time} (UTC).`,
    withdraw: 'Du kan återkalla ditt samtycke senare på samma sida.',
    ignore: 'Om du inte väntade dig det här meddelandet kan du bortse från det: då används inte ditt ansikte.',
  },
}
