import { section } from '../section.ts'

export const visitors = section({
  name: 'Visitors',
  description:
    'People with a visit: from `effectiveFrom` to `effectiveTo` their PIN or mobile pass opens what their groups may enter. ' +
    '`PUT` and `PATCH /users/{userId}` change these dates.',
  calls: {
    createVisitor: {
      summary: 'Invite a visitor',
      description:
        'Makes a visitor in the name of the caller, and mails a PIN of six digits or, with `MOBILE_PASS`, an invitation. When the mail ' +
        'is not accepted, or no mobile pass is left, there is no visitor.',
      example: { query: { language: 'en' } },
    },
    deleteVisitor: {
      summary: 'Delete a visitor',
      description: 'Ends the visit: the PIN and the mobile pass open nothing any more.',
    },
    renewVisitorDigitalInvitation: {
      summary: 'Send a visitor a new invitation',
      description: 'Ends the former invitation and its mobile pass. 400 for a visitor who was never invited to one.',
      example: { query: { language: 'en' } },
    },
  },
})
