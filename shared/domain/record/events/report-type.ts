import type { DenialReason } from '../../access/decisions/decision.ts'
import type { EventType } from './catalogue/catalogue.ts'
import type { ReportedAccess, ReportedEvent } from './reported.ts'

/** What a door does of itself, in the word that a panel has for it. */
export type DoorReason =
  | 'forced'
  | 'held_open'
  | 'closed'
  | 'request_to_exit'
  | 'unlocked_by_schedule'
  | 'locked_by_schedule'
  | 'privacy_on'
  | 'privacy_off'
  | 'attempts_exceeded'
  | 'silent_alarm'
  | 'anti_passback_breached'
  | 'area_over_limit'

/** What an input of the panel itself says, in the word that a panel has for it. */
export type PanelReason = 'tampered' | 'tamper_restored' | 'power_lost' | 'power_restored' | 'fire_alarm' | 'fire_cleared'

/** The event of each reason to deny; a panel that has no rules yet says `no_rules`. */
const denials: Record<DenialReason | 'no_rules', EventType> = {
  unknown_access_point: 'access.denied.unknown_door',
  blocked_after_failures: 'access.denied.reader_blocked',
  nothing_presented: 'access.denied.nothing_presented',
  unknown_credential: 'access.denied.unknown_credential',
  ambiguous_credential: 'access.denied.unknown_credential',
  unknown_pin: 'access.denied.unknown_credential',
  wrong_pin: 'access.denied.wrong_pin',
  user_suspended: 'access.denied.not_valid',
  visit_not_current: 'access.denied.not_valid',
  pin_not_effective: 'access.denied.not_valid',
  credential_not_active: 'access.denied.not_valid',
  no_passes_left: 'access.denied.not_valid',
  credential_not_effective: 'access.denied.not_valid',
  no_permission: 'access.denied.not_permitted',
  locked_down: 'access.denied.locked_down',
  privacy_mode: 'access.denied.privacy_mode',
  outside_schedule: 'access.denied.not_permitted',
  second_factor_required: 'access.denied.second_factor_missing',
  interlocked: 'access.denied.interlocked',
  second_person_required: 'access.denied.second_person_missing',
  escort_required: 'access.denied.escort_missing',
  anti_passback: 'access.denied.anti_passback',
  area_full: 'access.denied.area_full',
  rules_incomplete: 'access.denied.rules_incomplete',
  no_rules: 'access.denied.rules_incomplete',
}
const denialOf: ReadonlyMap<string, EventType> = new Map(Object.entries(denials))

const doorEvents: Record<DoorReason, EventType> = {
  forced: 'door.forced',
  held_open: 'door.held_open',
  closed: 'door.closed',
  request_to_exit: 'door.request_to_exit',
  unlocked_by_schedule: 'door.unlocked_by_schedule',
  locked_by_schedule: 'door.locked_by_schedule',
  privacy_on: 'door.privacy_on',
  privacy_off: 'door.privacy_off',
  attempts_exceeded: 'access.attempts_exceeded',
  silent_alarm: 'access.silent_alarm',
  anti_passback_breached: 'access.anti_passback_breached',
  area_over_limit: 'access.area_over_limit',
}
const doorEventOf: ReadonlyMap<string, EventType> = new Map(Object.entries(doorEvents))

const panelEvents: Record<PanelReason, EventType> = {
  tampered: 'panel.tampered',
  tamper_restored: 'panel.tamper_restored',
  power_lost: 'panel.power_lost',
  power_restored: 'panel.power_restored',
  fire_alarm: 'panel.fire_alarm',
  fire_cleared: 'panel.fire_cleared',
}
const panelEventOf: ReadonlyMap<string, EventType> = new Map(Object.entries(panelEvents))

/** The event of what a panel decided. A reason that only a newer panel knows is recorded all the same. */
export const accessType = ({ decision, reason }: Pick<ReportedAccess, 'decision' | 'reason'>): EventType =>
  decision === 'granted' ? 'access.granted' : (denialOf.get(reason) ?? 'access.denied.other')

/** The event of what a door did of itself. */
export const doorType = (reason: string): EventType => doorEventOf.get(reason) ?? 'door.other'

/** The event of what an input of the panel says. */
export const panelType = (reason: string): EventType => panelEventOf.get(reason) ?? 'panel.other'

/** Whether the panel refused what it does not know, so that the account is to look whether it does. */
export const isUnknownCredential = (report: ReportedEvent): report is ReportedAccess =>
  report.kind === 'access' && accessType(report) === 'access.denied.unknown_credential'
