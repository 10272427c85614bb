import type { Area } from '../../access/areas/entity.ts'
import type { AccessRule } from '../../access/rules/entity.ts'
import type { Holiday, Schedule } from '../../access/schedules/entity.ts'
import type { Credential } from '../../people/credentials/entity.ts'
import type { Group } from '../../people/groups/entity.ts'
import type { User } from '../../people/users/entity.ts'
import type { AccessPoint } from '../../places/access-points/entity.ts'
import type { DoorSet, DoorSetMember } from '../../places/door-sets/entity.ts'
import type { Site } from '../../places/sites/entity.ts'
import type { Reader } from '../readers/entity.ts'
import type { Panel } from './entity.ts'

/** What panels' rules are compiled from, by the name of the entity in the table. */
export type Sources = {
  user: User
  credential: Credential
  group: Group
  rule: AccessRule
  schedule: Schedule
  holiday: Holiday
  site: Site
  'access-point': AccessPoint
  'door-set': DoorSet
  'door-set-member': DoorSetMember
  area: Area
  reader: Reader
  panel: Panel
}
type FieldOf<Entity> = Entity extends unknown ? keyof Entity : never

/**
 * What of each entity is in a panel's rules. It says both what a change has to touch to concern a panel and, through `Compiled`,
 * what the compiler can read: a field that is not here cannot be compiled, so none can change without its panels.
 */
export const compiledFields = {
  user: ['suspended', 'pin', 'effectiveFrom', 'effectiveTo', 'groupIds', 'visit'],
  credential: ['kind', 'encoded', 'bits', 'userId', 'state', 'effectiveFrom', 'effectiveTo', 'passesLeft', 'relays', 'alarm'],
  group: ['keypadUnlock', 'immuneToAntipassback', 'excludedFromLockdown', 'antipassbackResetTime', 'parentId'],
  rule: ['subject', 'target', 'scheduleId', 'panelId', 'privacyModeOverride'],
  schedule: ['name', 'editable', 'siteId', 'enablingGroupId', 'gracePeriodMinutes', 'week', 'exceptions', 'holidaySource'],
  holiday: ['name', 'siteId', 'calendarId', 'start', 'end'],
  site: ['timeZone'],
  'access-point': [
    'name',
    'siteId',
    'panelId',
    'type',
    'twoFactorEnabled',
    'activationEnabled',
    'pulseSeconds',
    'unlockScheduleId',
    'failedAttempts',
    'doorRules',
    'floor',
    'lockSerialNumber',
    'wiegandPort',
  ],
  'door-set': ['zoneCode', 'silentAlarm'],
  'door-set-member': ['doorSetId', 'accessPointId', 'side', 'panelId'],
  area: ['panelId', 'borders', 'antiPassback', 'occupancy', 'exceptUserIds', 'resets'],
  reader: ['accessPointId', 'panelId', 'side'],
  panel: ['accessPointIds', 'siteId'],
} as const satisfies { [Name in keyof Sources]: readonly FieldOf<Sources[Name]>[] }

/** A field of an entity that is in panels' rules. */
export type CompiledField<Name extends keyof Sources> = (typeof compiledFields)[Name][number]

type Part<Entity, Field> = Entity extends unknown ? Pick<Entity, Extract<keyof Entity, Field>> : never

/** The part of an entity that the compiler reads: its id, which never changes, and its compiled fields. */
export type Compiled<Name extends keyof Sources> = Part<Sources[Name], 'id' | CompiledField<Name>>
