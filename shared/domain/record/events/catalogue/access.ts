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
  'access.denied.interlocked': {
    kind: 'access',
    description: 'Another door of the interlock was not shut and locked',
  },
  'access.denied.second_person_missing': {
    kind: 'access',
    description: 'The door asks for two people, and the second has not presented anything in time yet',
  },
  'access.denied.escort_missing': {
    kind: 'access',
    description: 'The person passes this door only with an escort, and none has presented anything in time yet',
  },
  'access.denied.anti_passback': {
    kind: 'access',
    description: 'The person would enter an area without having left it, or leave it without having entered',
  },
  'access.denied.area_full': { kind: 'access', description: 'The area behind the door holds as many people as it may' },
  'access.anti_passback_breached': {
    kind: 'access',
    description:
      'A person was let into an area without having left it, or out without having entered; the breach is only logged there',
  },
  'access.area_over_limit': {
    kind: 'access',
    description: 'A person was let into an area that held as many people as it may; that is only logged there',
  },
  'access.denied.other': { kind: 'access', description: 'Somebody was refused for a reason that only the panel knows' },
} as const satisfies Record<string, EventEntry>
