import { section } from '../section.ts'

export const decisions = section({
  name: 'Decisions',
  description:
    'What the control panel of a door would decide, and why. It is worked out by the function that panels decide by. Nothing is stored, and ' +
    'neither a PIN nor the bits of a card are ever answered.',
  calls: {
    explainDecision: {
      summary: 'Explain a decision',
      description:
        'Whether a door would open, with every check that leads there. Who is at the door is said by a `userId` (whichever of their credentials ' +
        'gets furthest), by a `credentialId`, or by what was read: an `encodedCredential`, a `pin`, or both. With a `change` that nobody has made, ' +
        '`after` is what would be decided then. The rules are those of the cloud: `configuration` says whether the panel has them yet. It ' +
        'takes the permission to see access points and users, and to see credentials where one is named.',
      example: {
        body: {
          accessPointId: 4101,
          userId: 210_034,
          at: '2026-03-02T12:00:00Z',
          change: { permission: { groupId: 5102, scheduleId: 8101 } },
        },
      },
    },
    listUserAccess: {
      summary: 'List the access of a user',
      description:
        'The access points that the user may pass at some time, with the schedules, and whether their panels have these rules yet. Nobody who is ' +
        'suspended, and no visitor outside the visit, has any.',
    },
    listCredentialAccess: {
      summary: 'List the access of a credential',
      description:
        'The access points at which the credential opens at some time: those of its user. One that nobody has, that is not active or outside ' +
        'its dates, and one of a user who is suspended, has none.',
    },
  },
})
