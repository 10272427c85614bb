import { section } from '../section.ts'

export const customFields = section({
  name: 'Custom fields',
  description:
    'Fields of users that an account defines: texts, numbers and dates, 50 at most. Listings of users filter by them with `cf_{id}`.',
  calls: {
    listCustomFields: { summary: 'List custom fields', description: 'Custom fields of the account, in the order of display.' },
    createCustomField: {
      summary: 'Create a custom field',
      description:
        'A pattern is for dates: a month (`M` to `MMMM`), a day (`d`, `dd`) and a year (`y`, `yyyy`) with separators, in any order.',
    },
    getCustomField: { summary: 'Get a custom field', description: 'One custom field.' },
    updateCustomField: {
      summary: 'Change a custom field',
      description: 'Changes name, place in the display and pattern. The type of a field cannot be changed.',
    },
    deleteCustomField: {
      summary: 'Delete a custom field',
      description: 'The field is gone at once from every answer and filter. No user has a value of it any more.',
    },
  },
})
