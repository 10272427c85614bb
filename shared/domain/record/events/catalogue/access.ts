import type { EventEntry } from './entry.ts'

/** What is decided at doors. */
export const accessEvents = {
  'access.granted': { kind: 'access', description: 'A person was let in' },
  'access.attempts_exceeded': {
    kind: 'access',
    description: 'A reader saw too many failed attempts in a row, and is blocked for a while',
  },
  'access.silent_alarm': {
    kind: 'access',
    description: 'A credential that raises a silent alarm was presented; whether it opened is another event',
  },
  'access.denied.unknown_credential': { kind: 'access', description: 'A card or PIN that belongs to nobody was presented' },
  'access.denied.not_valid': {
    kind: 'access',
    description:
      'The person is suspended or a visitor outside the visit, or the credential or PIN is outside its effective dates',
  },
  'access.denied.not_permitted': {
    kind: 'access',
    description: 'The person has no permission at this door, or not at this time',
  },
  'access.denied.not_downloaded': {
    kind: 'access',
    description: 'A valid credential that the panel had not received yet was presented',
  },
  'access.denied.unknown_door': {
    kind: 'access',
    description: 'A reader that the rules of the panel do not name saw a presentation',
  },
  'access.denied.nothing_presented': { kind: 'access', description: 'A presentation carried neither a credential nor a PIN' },
  'access.denied.wrong_pin': {
    kind: 'access',
    description: 'A credential was presented with a PIN that is not the PIN of its owner',
  },
  'access.denied.second_factor_missing': {
    kind: 'access',
    description: 'The door asks for a credential and a PIN, and only one was presented',
  },
  'access.denied.rules_incomplete': {
    kind: 'access',
    description: 'The rules of the panel lack what a decision needs, so access was denied',
  },
  'access.denied.locked_down': {
    kind: 'access',
    description: 'The door is locked down, and no group of the person is excluded from lockdown',
  },
  'access.denied.privacy_mode': {
    kind: 'access',
    description: 'Somebody inside has set the lock to privacy, and no permission of the person overrides that',
  },
  'access.denied.reader_blocked': {
    kind: 'access',
    description: 'The reader is blocked for a while after too many failed attempts in a row',
  },
  'access.denied.other': { kind: 'access', description: 'Somebody was refused for a reason that only the panel knows' },
} as const satisfies Record<string, EventEntry>
