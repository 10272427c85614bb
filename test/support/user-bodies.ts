/** A body that creates a user with every field. */
export const peter = {
  firstName: 'Peter',
  middleName: 'Jason',
  lastName: 'Quill',
  externalId: 'Star Lord',
  pin: '5678',
  effectiveFrom: '2015-04-14T18:17:49Z',
  effectiveTo: '2020-12-31T23:59:59Z',
  bleTwoFactorExempt: true,
  emails: [
    { address: 'peter.quill@example.com', type: 'home' },
    { address: 'pquill7777@example.com', type: 'work' },
  ],
  phoneNumbers: [{ number: '(541) 754-3010', type: 'home' }],
}
/** A body that creates a user with nothing but a name. */
export const plain = { firstName: 'Ada', lastName: 'Byron' }
