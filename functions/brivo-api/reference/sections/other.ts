import { section } from '../section.ts'

export const time = section({
  name: 'Time',
  description: 'The clock of the server.',
  calls: {
    getCurrentTime: {
      summary: 'Get the time',
      description: 'The time of the server in UTC. The header `current-date` has the time of the caller, which must be a date.',
    },
  },
})

export const publicPages = section({
  name: 'For people without a token',
  description: 'What the links and codes in mails open. These calls need neither a token nor an `api-key`.',
  calls: {
    redeemDigitalInvitation: {
      summary: 'Redeem an invitation',
      description:
        'Gives a phone the credential for its code, which is good once. After ten wrong codes an address is refused with 429 for 15 minutes.',
    },
    showFaceConsent: {
      summary: 'Show the page of consent',
      description: 'The page that a mail about a faceprint opens: it asks for the consent, or says that it was given.',
    },
    giveFaceConsent: {
      summary: 'Consent to a faceprint',
      description: 'What the form of the page sends: the face opens doors from now on.',
    },
    withdrawFaceConsent: {
      summary: 'Withdraw the consent',
      description: 'What the form of the page sends: the face is deleted.',
    },
  },
})
