import { section } from '../section.ts'

export const users = section({
  name: 'Users',
  description:
    'People who pass doors. A user has a name, contacts, values of custom fields, a photo, a PIN, credentials and groups. What the ' +
    'groups may enter, the user may enter. `effectiveFrom` and `effectiveTo` of a user bound the PIN only; each credential has dates ' +
    'of its own. A suspended user is refused at every door.',
  calls: {
    listUsers: {
      summary: 'List users',
      description: 'Users of the account, oldest first. Visitors are left out unless the filter asks for them.',
      filter: {
        id: '`eq`, `ne`: ids',
        firstname: '`eq`: contains the text',
        lastname: '`eq`: contains the text',
        user_status: '`eq`: `active` (not suspended, and has something to open doors with), `suspended` or `deleted`',
        externalId: '`eq`: is exactly the text',
        'emails.address': '`eq`: has the address, in any case',
        kind: '`eq`: `USER` or `VISITOR`',
        'cf_{id}': '`eq`: the value of that custom field contains the text; `exact`: it is the text, case included',
      },
      example: { query: { filter: 'lastname__eq:Lovelace', pageSize: 20 } },
    },
    createUser: {
      summary: 'Create a user',
      description:
        'Adds a person to the account. Credentials and groups are given afterwards. A PIN or an external id that another user of the ' +
        'account has is refused with 400.',
    },
    createUserBatch: {
      summary: 'Create users in batch',
      description:
        'Starts a job that creates up to 1,000 users. One that is wrong does not keep the others from being created: *Get a batch job* ' +
        'says what became of each.',
    },
    getBatchJob: {
      summary: 'Get a batch job',
      description: 'How far the job is, and a page of its users in the order in which they were sent.',
      filter: { status: '`eq`: `PENDING`, `CREATED`, `FAILED` or `SKIPPED`' },
      example: { query: { filter: 'status__eq:FAILED' } },
    },
    getUser: {
      summary: 'Get a user',
      description: 'One user with contacts, values of custom fields and, for 30 minutes, a link to the photo.',
    },
    getUserByExternalId: {
      summary: 'Get a user by external id',
      description:
        'Finds the user whose `externalId` is exactly this one. An external id may hold any character: encode a slash as `%2F`.',
    },
    updateUser: {
      summary: 'Replace a user',
      description:
        'The body is the whole user: what it leaves out is removed. Three things stay when they are left out: `externalId`, ' +
        '`suspended` and values of custom fields. So do the dates of a visitor, which are those of the visit: panels follow a ' +
        'change of them. Use `PATCH` to change single fields.',
    },
    patchUser: {
      summary: 'Change a user',
      description:
        'Changes the fields that the body names. `null` clears a field, or all contacts of a kind. The dates of a visitor are those of ' +
        'the visit: panels follow a change of them, and `null` leaves them.',
    },
    deleteUser: {
      summary: 'Delete a user',
      description: 'Deletes the user, the photo, the PIN and the memberships. Cards become unassigned; the phone key is revoked.',
    },
    getUserSuspended: {
      summary: 'Get whether a user is suspended',
      description: 'A suspended user is refused at every door, by every credential and by the PIN.',
    },
    setUserSuspended: {
      summary: 'Suspend or resume a user',
      description: 'Panels learn of it within seconds. Memberships and credentials stay as they are.',
    },
    listUserCredentials: {
      summary: "List a user's credentials",
      description: 'Every credential of the user with its dates, and the PIN last. There are no pages.',
    },
    assignCredential: {
      summary: 'Assign a credential',
      description:
        'Gives an unassigned credential to the user, or changes the dates of one that the user has. Without dates it is valid at once ' +
        'and without an end.',
    },
    revokeCredential: {
      summary: 'Take a credential away',
      description: 'The credential is unassigned and may be given to somebody else. A phone key or a face is deleted instead.',
    },
    revokeUserCredentials: {
      summary: 'Take all credentials away',
      description: 'Takes every credential from the user at once, the phone key and the PIN too. 204 also when there is none.',
    },
    listFieldValues: {
      summary: "List a user's custom fields",
      description: 'The values that the user has, in the order of display. There are no pages.',
    },
    updateFieldValue: {
      summary: 'Set the value of a custom field',
      description: 'The value must suit the type and the pattern of the field. `null` or an empty text takes the value away.',
    },
    deleteFieldValue: {
      summary: 'Clear the value of a custom field',
      description: 'Takes the value away. The field itself stays.',
    },
    getUserPhoto: {
      summary: "Get a user's photo",
      description: 'The bytes of the image, with its type. Without a photo: 404.',
    },
    uploadUserPhoto: {
      summary: "Upload a user's photo",
      description:
        'A multipart form with the image as its file `file`: png, jpg or gif, at most 4 MB. Its type is read from its bytes. Metadata ' +
        'such as the place where it was taken is removed. A photo that the user has is replaced.',
    },
    deleteUserPhoto: {
      summary: "Delete a user's photo",
      description: 'The image is gone from the storage within a minute.',
    },
    listUserGroups: {
      summary: "List a user's groups",
      description: 'The groups that the user is in, at most 16. There are no pages.',
    },
    updateUserGroups: {
      summary: "Change a user's groups",
      description: 'Adds the user to some groups and removes the user from others, all or none. A user is in 16 groups at most.',
    },
  },
})
