import { section } from '../section.ts'

export const administrators = section({
  name: 'Administrators',
  description:
    'People who sign in and look after the account. Nobody changes an administrator who may do more than they may themselves.',
  calls: {
    getCurrentAdministrator: {
      summary: 'Get who is calling',
      description: 'The administrator for whom the token acts.',
    },
    listAdministrators: {
      summary: 'List administrators',
      description: 'Administrators of the account, oldest first.',
      filter: { username: '`eq`: contains the text', type: '`eq`: `MASTER`, `SENIOR`, `ASSISTANT`, `DEALER` or `CSR`' },
      example: { query: { filter: 'type__eq:SENIOR' } },
    },
    createAdministrator: {
      summary: 'Create an administrator',
      description:
        'Without a password the administrator is mailed a temporary one. A username that somebody has is refused with 400.',
    },
    getAdministrator: { summary: 'Get an administrator', description: 'One administrator.' },
    updateAdministrator: {
      summary: 'Change an administrator',
      description: 'The username stays. A middle name that is left out is removed; type, rights and time zone stay.',
    },
    deleteAdministrator: {
      summary: 'Delete an administrator',
      description: 'Their tokens and sign-ins end within ten seconds. One owner of the account always stays.',
    },
    checkUsername: {
      summary: 'Check whether a username is free',
      description: "Whether a new administrator can have the username. Answers the texts `'true'` and `'false'`.",
    },
    getLogin: {
      summary: 'Get how an administrator signs in',
      description: 'Whether the administrator may sign in, wrong passwords so far, and the end of the login.',
    },
    updateLogin: {
      summary: 'Change how an administrator signs in',
      description: 'Sets a password, deactivates a login or gives it an end. Sessions end within ten seconds of a new password.',
    },
    listAdministratorRoles: {
      summary: 'List the roles of an administrator',
      description: 'What the administrator may do follows from these together. There are no pages.',
    },
    addRole: {
      summary: 'Give an administrator a role',
      description: 'From the first role on, roles decide what the administrator may do, and not the type.',
    },
    removeRole: {
      summary: 'Take a role from an administrator',
      description: 'Who has no role left may do nothing.',
    },
    migrateAdministrator: {
      summary: 'Let roles decide',
      description: 'From now on the roles of the administrator decide what they may do, and not the type.',
    },
    getAdminAssignments: {
      summary: 'Get what is assigned to an administrator',
      description: 'The sites, groups and emergency scenarios that the administrator sees.',
    },
    replaceAdminAssignments: {
      summary: 'Assign sites, groups and scenarios',
      description:
        'Limits the administrator to what is assigned. Everything else is to them as if it were not there. Takes effect within ten seconds.',
    },
  },
})

export const roles = section({
  name: 'Roles',
  description:
    'What administrators may do: a role has features, and of each feature all permissions, the limited ones, some or none.',
  calls: {
    listRoles: {
      summary: 'List roles',
      description: 'Every role of the account, the three default ones first. There are no pages.',
    },
    createRole: {
      summary: 'Create a role',
      description: 'A feature that is left out allows nothing. Nobody makes a role that allows more than they may do themselves.',
    },
    updateRole: {
      summary: 'Replace a role',
      description: 'Administrators who have the role may do within seconds what it allows now. Default roles are not changed.',
    },
    deleteRole: { summary: 'Delete a role', description: 'Whoever had it keeps nothing of it.' },
    listFeatures: {
      summary: 'List features',
      description: 'Every feature that a role can have, and what the caller has of each.',
    },
  },
})
