import { section } from '../section.ts'

export const phoneKeys = section({
  name: 'Mobile passes',
  description:
    'Keys in phones. An invitation makes a mobile pass and sends its user a code; the pass opens doors once the code is redeemed. An ' +
    'account has a number of mobile passes and of wallet passes.',
  calls: {
    listUserDigitalInvitations: {
      summary: "List a user's invitations",
      description: 'Invitations of the user of the last year, oldest first.',
      filter: { status: '`eq`: `PENDING`, `REDEEMED`, `EXPIRED` or `CANCELLED`' },
      example: { query: { filter: 'status__eq:PENDING' } },
    },
    createUserDigitalInvitation: {
      summary: 'Invite a user to a mobile pass',
      description:
        'Makes a mobile pass and mails its code, which is valid for three days. A user has one mobile pass or pending invitation at a ' +
        'time: another is 409. 412 when the account has no pass left.',
      example: { query: { sendInvitationEmail: true, language: 'en' } },
    },
    resendUserDigitalInvitation: {
      summary: 'Send an invitation again',
      description: 'Mails the pending invitation again, with the same code.',
      example: { query: { language: 'fr' } },
    },
    cancelUserDigitalInvitation: {
      summary: 'Cancel an invitation',
      description: 'Its code is worth nothing any more, and the mobile pass is deleted and given back to the account.',
    },
    setBrivoWalletPasses: {
      summary: 'Give or take wallet passes',
      description:
        'Gives up to 30 mobile passes a place in the wallet of the phone (`nfcEnabled=true`) or takes it away (`false`), all or none.',
      example: { query: { nfcEnabled: true } },
    },
    getDigitalCredentialAllotment: {
      summary: 'Get the number of mobile passes',
      description: 'How many mobile passes the account has, and how many are in use.',
    },
    getAllegionCredentialAllotment: {
      summary: 'Get the number of Allegion credentials',
      description: 'How many Allegion credentials the account has, and how many are in use.',
    },
    getOwnDigitalCredential: {
      summary: "Get the caller's mobile pass credential",
      description:
        'The credential in the phone of the caller, who is a card holder with a token of their own. 403 for anybody else.',
    },
    getPass: {
      summary: "Get the caller's mobile pass",
      description: 'What the phone of a card holder needs: the pass, and the doors that it opens. 403 for anybody else.',
    },
  },
})
