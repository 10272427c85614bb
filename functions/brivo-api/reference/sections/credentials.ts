import { section } from '../section.ts'

export const credentials = section({
  name: 'Credentials',
  description:
    'Cards, license plates and faces. A card is the bits that it sends: its number and its length. A credential is made first and ' +
    'assigned to a user afterwards.',
  calls: {
    listCredentials: {
      summary: 'List credentials',
      description: 'Credentials of the account, oldest first.',
      filter: {
        status: '`eq`: `assigned` or `unassigned`',
        reference_id: '`eq`: contains the text',
        facility_code: '`eq`: contains the text',
      },
      example: { query: { filter: 'status__eq:unassigned' } },
    },
    createCredential: {
      summary: 'Create a credential',
      description:
        'A card of a format, from its field values or from its encoded bits. With both, the bits are used. A card that the account ' +
        'has already is refused with 400.',
      example: {
        body: {
          credentialFormat: { id: 100 },
          referenceId: 'Card 329',
          fieldValues: [
            { id: 1, value: '329' },
            { id: 2, value: '17' },
          ],
        },
      },
    },
    getCredential: { summary: 'Get a credential', description: 'One credential with its format and its field values.' },
    deleteCredential: {
      summary: 'Delete a credential',
      description: 'The card opens nothing any more. The user who has it stays.',
    },
    getCredentialUser: {
      summary: 'Get who has a credential',
      description: 'The user to whom the credential is assigned, 404 when it is unassigned.',
    },
    listCredentialFormats: {
      summary: 'List credential formats',
      description: 'Every format of cards, with the fields that a card of it has. There are no pages.',
    },
    createLicensePlateCredential: {
      summary: 'Give a user a license plate',
      description:
        'Makes a credential of the plate and assigns it. Plates that differ in capitals, spaces and hyphens only are the same.',
    },
    deleteLicensePlateCredential: {
      summary: 'Delete a license plate',
      description: 'Takes the plate from its user and deletes it.',
    },
    createFaceprintCredential: {
      summary: 'Ask a user for a faceprint',
      description:
        'Sends the user a mail that asks for consent, in the language that is given. The user needs a photo. The face opens nothing ' +
        'until the user consents, within three days.',
      example: { answer: 'Faceprint consent email was sent to ada@example.com' },
    },
    deleteFaceprintCredential: {
      summary: "Delete a user's faceprint",
      description: 'Deletes the face and what the user has consented to. 400 when there is none.',
    },
    updateFaceprintCredentialDates: {
      summary: 'Set the dates of a faceprint',
      description: 'When the face opens doors. The dates may be set before the user consents.',
    },
  },
})
