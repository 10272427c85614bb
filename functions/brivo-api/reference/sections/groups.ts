import { section } from '../section.ts'

export const groups = section({
  name: 'Groups',
  description:
    'Groups of users, and where each group may go. A permission says that a group may pass an access point while a schedule is open.',
  calls: {
    listGroups: {
      summary: 'List groups',
      description: 'Groups of the account, oldest first.',
      filter: { name: '`eq`: contains the text' },
      example: { query: { filter: 'name__eq:Staff' } },
    },
    createGroup: {
      summary: 'Create a group',
      description: 'A new group has no members and may enter nothing.',
    },
    getGroup: { summary: 'Get a group', description: 'One group with its settings.' },
    updateGroup: {
      summary: 'Replace a group',
      description: 'The body is the whole group: a setting that it leaves out has its default. Members and permissions stay.',
    },
    deleteGroup: {
      summary: 'Delete a group',
      description: 'Its members stay in the account and lose what this group let them enter. Its permissions are deleted.',
    },
    listGroupUsers: { summary: 'List the members of a group', description: 'Users in the group, oldest user first.' },
    addUserToGroup: {
      summary: 'Add a user to a group',
      description: '204 also when the user is a member already. A user is in 16 groups at most.',
    },
    removeUserFromGroup: {
      summary: 'Remove a user from a group',
      description: '204 also when the user is no member.',
    },
    listGroupPermissions: {
      summary: 'List the permissions of a group',
      description:
        'Where the group may go, and when. A rule that covers more than one access point is listed at each; such a row has a `ruleId`.',
      filter: {
        access_point_name: '`eq`: contains the text',
        access_point_type: '`eq`, `ne`: the type',
        schedule_name: '`eq`: contains the text',
        privacy_mode_override: '`eq`: `true` or `false`',
      },
      example: { query: { filter: 'access_point_name__eq:Front' } },
    },
    assignGroupPermission: {
      summary: 'Let a group pass an access point',
      description:
        'Gives the group a permission at the access point, or changes its schedule. 412 when a wider rule lets the group through there.',
    },
    removeGroupPermission: {
      summary: 'Take a permission from a group',
      description:
        'The group may no longer pass the access point. 412 when a wider rule lets it through; the answer names the rule.',
    },
  },
})
