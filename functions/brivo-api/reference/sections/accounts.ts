import { section } from '../section.ts'

export const accounts = section({
  name: 'Accounts',
  description:
    'The account itself: whom to call about it, its settings and what it has of the product. A dealer sees its customers.',
  calls: {
    listAccounts: {
      summary: 'List accounts',
      description: "A dealer's people see the customers of the dealer; everybody else sees their own account.",
      filter: { name: '`eq`: contains the text' },
      example: { query: { filter: 'name__eq:Analytical' } },
    },
    createAccount: {
      summary: 'Create the account of a customer',
      description:
        'For people of a dealer. The new account has all that an account needs, and its owner is invited by mail; when the mail is not ' +
        'accepted there is no account.',
    },
    inviteAccountOwner: {
      summary: 'Invite the owner of an account again',
      description: 'For a dealer. The owner is mailed another temporary password, as long as they have not chosen one (412).',
    },
    closeAccount: {
      summary: 'Close the account of a customer',
      description:
        'For a dealer. Within seconds nobody acts in the account; everything in it is kept. 412 while it has control panels.',
    },
    reopenAccount: {
      summary: 'Open the account of a customer again',
      description: 'For a dealer. Everything in the account works as it did before it was closed.',
    },
    getAccountSummary: {
      summary: 'Count what the account has',
      description: 'How many doors, panels, users, sites, administrators, cameras and credentials the account has.',
    },
    getAccount: { summary: 'Get an account', description: 'One account with its contacts. Notes are shown to a CSR only.' },
    updateAccount: {
      summary: 'Replace the details of an account',
      description: 'For people of the dealer who serves the account. What the body leaves out is removed, except for notes.',
    },
    listAccountAdministrators: {
      summary: 'List the administrators of an account',
      description: 'Administrators of the account, oldest first, and which of them owns it.',
    },
    listAccountSettings: {
      summary: 'List the settings of an account',
      description: 'Every setting with its value and its default. There are no pages.',
    },
    updateAccountSetting: {
      summary: 'Change a setting of an account',
      description: 'Settings that follow from the contract of the account are refused with 403.',
    },
    listAccountFeatures: {
      summary: 'List the features of an account',
      description: 'What the account has of the product. There are no pages.',
    },
  },
})
