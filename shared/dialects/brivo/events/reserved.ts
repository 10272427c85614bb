import type { EventCategory } from './codes.ts'

/** Codes that the API document names only as carrying certain data, without saying what happened; kept free for that meaning. */
export const reservedCodes: readonly { codes: readonly number[]; category: EventCategory; carries: string }[] = [
  { codes: [2002], category: 'access', carries: 'a device type' },
  { codes: [3004, 5013, 5014, 5065], category: 'access', carries: 'the label and type of a credential' },
  { codes: [5016], category: 'access', carries: 'the id of a credential' },
  { codes: [5019, 5020, 5037, 5038], category: 'access', carries: 'a message of a timer, a switch or a device' },
  { codes: [5023], category: 'access', carries: 'a battery level' },
  {
    codes: [5039, 5040, 5041, 5042, 5043, 5044, 5045, 5046, 5047, 5048, 5049],
    category: 'access',
    carries: 'a board of a panel and its point',
  },
  { codes: [5055], category: 'access', carries: 'a schedule' },
  { codes: [5058], category: 'access', carries: 'the credential of a second factor' },
  { codes: [5202, 5211, 5212], category: 'access', carries: 'a wireless lock or its node' },
  { codes: [4001, 4002, 4003, 4004], category: 'group', carries: 'a user group' },
  { codes: [4101, 4102, 4103, 4104], category: 'site', carries: 'a site' },
  { codes: [6201, 6202], category: 'control_panel', carries: 'the number and type of a control panel' },
  { codes: [7404], category: 'badge', carries: 'a badge template' },
  { codes: [7509], category: 'report', carries: 'a report job' },
  { codes: [7703, 7704], category: 'administrator', carries: 'the name of an administrator' },
]
