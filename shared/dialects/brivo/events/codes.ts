import type { EventType } from '../../../domain/record/events/catalogue/catalogue.ts'

/** What a type belongs to: `access` and `camera` for access events, the rest are the audit types of the API document (Audit Events). */
export type EventCategory =
  | 'access'
  | 'camera'
  | 'account'
  | 'administrator'
  | 'badge'
  | 'control_panel'
  | 'credential'
  | 'custom_field'
  | 'device'
  | 'group'
  | 'holiday'
  | 'ipac'
  | 'notification'
  | 'permission_template'
  | 'report'
  | 'schedule'
  | 'site'
  | 'user'
  | 'video'

export type Priority = 'HIGH' | 'MEDIUM' | 'LOW'

/** What the API says of one type of event, beside its type key. */
export type Code = { code: number; category: EventCategory; action: string; exception: boolean; priority: Priority }

/**
 * The code and words of each of our types. Codes below 90000 are those of the API document and of clients written against it;
 * those above are ours, since the document has none. Names and priorities of 2004, 5006, 5012, 5017 and 5034 are published.
 */
export const codes = {
  'access.granted': { code: 2004, category: 'access', action: 'Open', exception: false, priority: 'LOW' },
  'access.attempts_exceeded': {
    code: 5006,
    category: 'access',
    action: 'Invalid Cred Threshold Passed',
    exception: true,
    priority: 'MEDIUM',
  },
  'access.denied.unknown_credential': {
    code: 5012,
    category: 'access',
    action: 'Failed Access Unknown Cred',
    exception: true,
    priority: 'MEDIUM',
  },
  'access.denied.not_valid': {
    code: 5017,
    category: 'access',
    action: 'Failed Access User Not Enabled',
    exception: true,
    priority: 'HIGH',
  },
  'access.denied.not_permitted': {
    code: 5018,
    category: 'access',
    action: 'Unauthorized Access Attempt',
    exception: true,
    priority: 'MEDIUM',
  },
  'access.denied.not_downloaded': {
    code: 5034,
    category: 'access',
    action: 'Undownloaded Credential',
    exception: false,
    priority: 'LOW',
  },
  'door.pulsed': { code: 5064, category: 'access', action: 'Administrator Pulse Output', exception: false, priority: 'LOW' },
  'access.denied.unknown_door': {
    code: 90001,
    category: 'access',
    action: 'Unknown Access Point',
    exception: true,
    priority: 'MEDIUM',
  },
  'access.denied.nothing_presented': {
    code: 90002,
    category: 'access',
    action: 'Nothing Presented',
    exception: true,
    priority: 'LOW',
  },
  'access.denied.wrong_pin': { code: 90003, category: 'access', action: 'Wrong PIN', exception: true, priority: 'MEDIUM' },
  'access.denied.second_factor_missing': {
    code: 90004,
    category: 'access',
    action: 'Second Factor Missing',
    exception: true,
    priority: 'MEDIUM',
  },
  'access.denied.rules_incomplete': {
    code: 90005,
    category: 'access',
    action: 'Panel Rules Incomplete',
    exception: true,
    priority: 'HIGH',
  },
  'door.pulse_failed': {
    code: 90006,
    category: 'access',
    action: 'Administrator Pulse Failed',
    exception: true,
    priority: 'MEDIUM',
  },
  'access.denied.other': { code: 90007, category: 'access', action: 'Access Denied', exception: true, priority: 'MEDIUM' },
  'access.denied.locked_down': {
    code: 90008,
    category: 'access',
    action: 'Failed Access Lockdown',
    exception: true,
    priority: 'HIGH',
  },
  'panel.connected': { code: 90101, category: 'access', action: 'Control Panel Connected', exception: false, priority: 'LOW' },
  'panel.disconnected': {
    code: 90102,
    category: 'access',
    action: 'Control Panel Disconnected',
    exception: true,
    priority: 'HIGH',
  },
  'panel.events_lost': { code: 90103, category: 'access', action: 'Events Lost', exception: true, priority: 'HIGH' },
  'door.unlocked_by_schedule': {
    code: 90111,
    category: 'access',
    action: 'Door Unlocked by Schedule',
    exception: false,
    priority: 'LOW',
  },
  'door.locked_by_schedule': {
    code: 90112,
    category: 'access',
    action: 'Door Locked by Schedule',
    exception: false,
    priority: 'LOW',
  },
  'door.forced': { code: 90113, category: 'access', action: 'Door Forced Open', exception: true, priority: 'HIGH' },
  'door.held_open': { code: 90114, category: 'access', action: 'Door Held Open', exception: true, priority: 'MEDIUM' },
  'door.other': { code: 90115, category: 'access', action: 'Door Event', exception: false, priority: 'LOW' },
  'permission.assigned': { code: 500, category: 'group', action: 'Permission Assigned', exception: false, priority: 'LOW' },
  'permission.removed': { code: 501, category: 'group', action: 'Permission Removed', exception: false, priority: 'LOW' },
  'credential.created': { code: 1007, category: 'credential', action: 'Credential Created', exception: false, priority: 'LOW' },
  'credential.deleted': { code: 1008, category: 'credential', action: 'Credential Deleted', exception: false, priority: 'LOW' },
  'administrator.signed_in': { code: 3005, category: 'administrator', action: 'User Login', exception: false, priority: 'LOW' },
  'site.created': { code: 91001, category: 'site', action: 'Site Created', exception: false, priority: 'LOW' },
  'site.updated': { code: 91002, category: 'site', action: 'Site Updated', exception: false, priority: 'LOW' },
  'site.deleted': { code: 91003, category: 'site', action: 'Site Deleted', exception: false, priority: 'LOW' },
  'panel.created': { code: 91101, category: 'control_panel', action: 'Control Panel Created', exception: false, priority: 'LOW' },
  'panel.updated': { code: 91102, category: 'control_panel', action: 'Control Panel Updated', exception: false, priority: 'LOW' },
  'panel.deleted': { code: 91103, category: 'control_panel', action: 'Control Panel Deleted', exception: false, priority: 'LOW' },
  'panel.pairing_code_issued': {
    code: 91104,
    category: 'control_panel',
    action: 'Control Panel Pairing Code Issued',
    exception: false,
    priority: 'LOW',
  },
  'panel.paired': { code: 91105, category: 'control_panel', action: 'Control Panel Paired', exception: false, priority: 'LOW' },
  'panel.firmware_requested': {
    code: 91106,
    category: 'control_panel',
    action: 'Control Panel Firmware Requested',
    exception: false,
    priority: 'LOW',
  },
  'access_point.created': { code: 91201, category: 'device', action: 'Access Point Created', exception: false, priority: 'LOW' },
  'access_point.updated': { code: 91202, category: 'device', action: 'Access Point Updated', exception: false, priority: 'LOW' },
  'access_point.deleted': { code: 91203, category: 'device', action: 'Access Point Deleted', exception: false, priority: 'LOW' },
  'override.set': { code: 91204, category: 'device', action: 'Door Override Set', exception: false, priority: 'MEDIUM' },
  'override.cancelled': {
    code: 91205,
    category: 'device',
    action: 'Door Override Cancelled',
    exception: false,
    priority: 'MEDIUM',
  },
  'emergency.initiated': {
    code: 91251,
    category: 'device',
    action: 'Emergency Scenario Initiated',
    exception: true,
    priority: 'HIGH',
  },
  'emergency.cleared': {
    code: 91252,
    category: 'device',
    action: 'Emergency Scenario Cleared',
    exception: false,
    priority: 'HIGH',
  },
  'emergency_scenario.created': {
    code: 91253,
    category: 'device',
    action: 'Emergency Scenario Created',
    exception: false,
    priority: 'LOW',
  },
  'emergency_scenario.updated': {
    code: 91254,
    category: 'device',
    action: 'Emergency Scenario Updated',
    exception: false,
    priority: 'LOW',
  },
  'emergency_scenario.deleted': {
    code: 91255,
    category: 'device',
    action: 'Emergency Scenario Deleted',
    exception: false,
    priority: 'LOW',
  },
  'door_set.created': { code: 91211, category: 'device', action: 'Door Set Created', exception: false, priority: 'LOW' },
  'door_set.updated': { code: 91212, category: 'device', action: 'Door Set Updated', exception: false, priority: 'LOW' },
  'door_set.deleted': { code: 91213, category: 'device', action: 'Door Set Deleted', exception: false, priority: 'LOW' },
  'lift_floor.created': { code: 91221, category: 'device', action: 'Elevator Floor Created', exception: false, priority: 'LOW' },
  'lift_floor.updated': { code: 91222, category: 'device', action: 'Elevator Floor Updated', exception: false, priority: 'LOW' },
  'lift_floor.deleted': { code: 91223, category: 'device', action: 'Elevator Floor Deleted', exception: false, priority: 'LOW' },
  'reader.created': { code: 91231, category: 'device', action: 'Reader Created', exception: false, priority: 'LOW' },
  'reader.updated': { code: 91232, category: 'device', action: 'Reader Updated', exception: false, priority: 'LOW' },
  'reader.deleted': { code: 91233, category: 'device', action: 'Reader Deleted', exception: false, priority: 'LOW' },
  'camera.created': { code: 91241, category: 'video', action: 'Camera Created', exception: false, priority: 'LOW' },
  'camera.updated': { code: 91242, category: 'video', action: 'Camera Updated', exception: false, priority: 'LOW' },
  'camera.deleted': { code: 91243, category: 'video', action: 'Camera Deleted', exception: false, priority: 'LOW' },
  'user.created': { code: 91301, category: 'user', action: 'User Created', exception: false, priority: 'LOW' },
  'user.updated': { code: 91302, category: 'user', action: 'User Updated', exception: false, priority: 'LOW' },
  'user.deleted': { code: 91303, category: 'user', action: 'User Deleted', exception: false, priority: 'LOW' },
  'user.suspended': { code: 91304, category: 'user', action: 'User Suspended', exception: false, priority: 'MEDIUM' },
  'user.reinstated': { code: 91305, category: 'user', action: 'User Reinstated', exception: false, priority: 'LOW' },
  'visitor.created': { code: 91311, category: 'user', action: 'Visitor Created', exception: false, priority: 'LOW' },
  'visitor.updated': { code: 91312, category: 'user', action: 'Visitor Updated', exception: false, priority: 'LOW' },
  'visitor.deleted': { code: 91313, category: 'user', action: 'Visitor Deleted', exception: false, priority: 'LOW' },
  'visitor.arrived': { code: 91314, category: 'user', action: 'Visitor Arrived', exception: false, priority: 'LOW' },
  'visitor.visit_ended': { code: 91315, category: 'user', action: 'Visit Ended', exception: false, priority: 'MEDIUM' },
  'visitor.visit_cancelled': { code: 91316, category: 'user', action: 'Visit Cancelled', exception: false, priority: 'LOW' },
  'credential.updated': { code: 91402, category: 'credential', action: 'Credential Updated', exception: false, priority: 'LOW' },
  'credential.assigned': {
    code: 91404,
    category: 'credential',
    action: 'Credential Assigned',
    exception: false,
    priority: 'LOW',
  },
  'credential.revoked': { code: 91405, category: 'credential', action: 'Credential Revoked', exception: false, priority: 'LOW' },
  'invitation.created': {
    code: 91411,
    category: 'credential',
    action: 'Digital Invitation Created',
    exception: false,
    priority: 'LOW',
  },
  'invitation.redeemed': {
    code: 91412,
    category: 'credential',
    action: 'Digital Invitation Redeemed',
    exception: false,
    priority: 'LOW',
  },
  'invitation.cancelled': {
    code: 91413,
    category: 'credential',
    action: 'Digital Invitation Cancelled',
    exception: false,
    priority: 'LOW',
  },
  'invitation.expired': {
    code: 91414,
    category: 'credential',
    action: 'Digital Invitation Expired',
    exception: false,
    priority: 'LOW',
  },
  'custom_field.created': {
    code: 91421,
    category: 'custom_field',
    action: 'Custom Field Created',
    exception: false,
    priority: 'LOW',
  },
  'custom_field.updated': {
    code: 91422,
    category: 'custom_field',
    action: 'Custom Field Updated',
    exception: false,
    priority: 'LOW',
  },
  'custom_field.deleted': {
    code: 91423,
    category: 'custom_field',
    action: 'Custom Field Deleted',
    exception: false,
    priority: 'LOW',
  },
  'group.created': { code: 91501, category: 'group', action: 'Group Created', exception: false, priority: 'LOW' },
  'group.updated': { code: 91502, category: 'group', action: 'Group Updated', exception: false, priority: 'LOW' },
  'group.deleted': { code: 91503, category: 'group', action: 'Group Deleted', exception: false, priority: 'LOW' },
  'group.member_added': { code: 91504, category: 'group', action: 'User Added to Group', exception: false, priority: 'LOW' },
  'group.member_removed': {
    code: 91505,
    category: 'group',
    action: 'User Removed from Group',
    exception: false,
    priority: 'LOW',
  },
  'schedule.created': { code: 91601, category: 'schedule', action: 'Schedule Created', exception: false, priority: 'LOW' },
  'schedule.updated': { code: 91602, category: 'schedule', action: 'Schedule Updated', exception: false, priority: 'LOW' },
  'schedule.deleted': { code: 91603, category: 'schedule', action: 'Schedule Deleted', exception: false, priority: 'LOW' },
  'holiday.created': { code: 91701, category: 'holiday', action: 'Holiday Created', exception: false, priority: 'LOW' },
  'holiday.updated': { code: 91702, category: 'holiday', action: 'Holiday Updated', exception: false, priority: 'LOW' },
  'holiday.deleted': { code: 91703, category: 'holiday', action: 'Holiday Deleted', exception: false, priority: 'LOW' },
  'role.created': { code: 92101, category: 'administrator', action: 'Role Created', exception: false, priority: 'LOW' },
  'role.updated': { code: 92102, category: 'administrator', action: 'Role Updated', exception: false, priority: 'LOW' },
  'role.deleted': { code: 92103, category: 'administrator', action: 'Role Deleted', exception: false, priority: 'LOW' },
  'subscription.created': {
    code: 91801,
    category: 'notification',
    action: 'Event Subscription Created',
    exception: false,
    priority: 'LOW',
  },
  'subscription.updated': {
    code: 91802,
    category: 'notification',
    action: 'Event Subscription Updated',
    exception: false,
    priority: 'LOW',
  },
  'subscription.deleted': {
    code: 91803,
    category: 'notification',
    action: 'Event Subscription Deleted',
    exception: false,
    priority: 'LOW',
  },
  'administrator.created': {
    code: 91901,
    category: 'administrator',
    action: 'Administrator Created',
    exception: false,
    priority: 'LOW',
  },
  'administrator.updated': {
    code: 91902,
    category: 'administrator',
    action: 'Administrator Updated',
    exception: false,
    priority: 'LOW',
  },
  'administrator.deleted': {
    code: 91903,
    category: 'administrator',
    action: 'Administrator Deleted',
    exception: false,
    priority: 'LOW',
  },
  'application.created': { code: 92111, category: 'account', action: 'Application Created', exception: false, priority: 'LOW' },
  'application.deleted': { code: 92113, category: 'account', action: 'Application Deleted', exception: false, priority: 'LOW' },
  'service_token.created': {
    code: 92141,
    category: 'account',
    action: 'Service Token Created',
    exception: false,
    priority: 'LOW',
  },
  'service_token.deleted': {
    code: 92143,
    category: 'account',
    action: 'Service Token Revoked',
    exception: false,
    priority: 'LOW',
  },
  'account.updated': { code: 92002, category: 'account', action: 'Account Updated', exception: false, priority: 'LOW' },
} as const satisfies Record<EventType, Code>
