import type { Feature } from './feature.ts'

/**
 * Every feature that a role may hold, in the order in which people see them. The ids, keys, orders, permissions and dependencies of
 * `ONAIR_CLASSIC`, `GLOBAL_VIEW`, `EVT_TRACKER_TABLE` and `EVT_CLASSIFICATION`, the features 14, 15, 19 and 21, and the permissions
 * 12, 14, 18 and 75 of two of those are the API document's (Create Role); the others are ours. Ids are part of what clients store: they are never
 * used for something else.
 */
export const featureCatalogue = [
  {
    id: 30,
    key: 'ONAIR_CLASSIC',
    displayOrder: 1,
    permissions: [{ id: 38, key: 'ONAIR_CLASSIC', limited: true, dependencies: [], gives: ['sites:view'] }],
  },
  {
    id: 26,
    key: 'GLOBAL_VIEW',
    displayOrder: 2,
    permissions: [{ id: 30, key: 'GLOBAL_VIEW', limited: false, dependencies: [], gives: ['accounts:view', 'sites:view'] }],
  },
  {
    id: 27,
    key: 'ACCOUNT',
    displayOrder: 3,
    permissions: [
      { id: 36, key: 'ACCOUNT_VIEW', limited: true, dependencies: [], gives: ['accounts:view'] },
      { id: 37, key: 'ACCOUNT_EDIT', limited: false, dependencies: [36], gives: ['accounts:edit'] },
    ],
  },
  {
    id: 13,
    key: 'EVT_TRACKER_TABLE',
    displayOrder: 4,
    permissions: [{ id: 35, key: 'EVT_TRACKER_TABLE', limited: true, dependencies: [], gives: ['events:view'] }],
  },
  {
    id: 19,
    key: 'DOOR_ACTIVATION',
    displayOrder: 5,
    permissions: [
      {
        id: 39,
        key: 'DOOR_ACTIVATION',
        limited: true,
        dependencies: [],
        gives: ['access-points:view', 'access-points:activate'],
      },
    ],
  },
  {
    id: 14,
    key: 'USERS',
    displayOrder: 6,
    permissions: [
      { id: 18, key: 'USER_VIEW', limited: true, dependencies: [], gives: ['users:view'] },
      { id: 75, key: 'USER_EDIT', limited: false, dependencies: [18], gives: ['users:edit'] },
    ],
  },
  {
    id: 15,
    key: 'CREDENTIALS',
    displayOrder: 7,
    permissions: [
      { id: 19, key: 'CREDENTIAL_VIEW', limited: true, dependencies: [], gives: ['credentials:view'] },
      { id: 20, key: 'CREDENTIAL_EDIT', limited: false, dependencies: [19], gives: ['credentials:edit'] },
    ],
  },
  {
    id: 28,
    key: 'EVT_CLASSIFICATION',
    displayOrder: 8,
    permissions: [
      { id: 32, key: 'EVT_CLASSIFICATION_VIEW', limited: true, dependencies: [], gives: ['subscriptions:view'] },
      { id: 33, key: 'EVT_CLASSIFICATION_EDIT', limited: false, dependencies: [], gives: ['subscriptions:edit'] },
    ],
  },
  {
    id: 16,
    key: 'GROUPS',
    displayOrder: 9,
    permissions: [
      { id: 21, key: 'GROUP_VIEW', limited: true, dependencies: [], gives: ['groups:view'] },
      { id: 22, key: 'GROUP_EDIT', limited: false, dependencies: [21], gives: ['groups:edit'] },
    ],
  },
  {
    id: 17,
    key: 'SCHEDULES',
    displayOrder: 10,
    permissions: [
      { id: 23, key: 'SCHEDULE_VIEW', limited: true, dependencies: [], gives: ['schedules:view'] },
      { id: 24, key: 'SCHEDULE_EDIT', limited: false, dependencies: [23], gives: ['schedules:edit'] },
    ],
  },
  {
    id: 21,
    key: 'SITES',
    displayOrder: 11,
    permissions: [
      { id: 12, key: 'SITE_VIEW', limited: true, dependencies: [], gives: ['sites:view'] },
      { id: 14, key: 'SITE_EDIT', limited: false, dependencies: [12], gives: ['sites:edit'] },
    ],
  },
  {
    id: 18,
    key: 'DEVICES',
    displayOrder: 12,
    permissions: [
      { id: 25, key: 'DEVICE_VIEW', limited: true, dependencies: [], gives: ['panels:view', 'access-points:view'] },
      { id: 26, key: 'DEVICE_EDIT', limited: false, dependencies: [25], gives: ['panels:edit', 'access-points:edit'] },
    ],
  },
  {
    id: 22,
    key: 'ADMINISTRATORS',
    displayOrder: 13,
    permissions: [
      { id: 27, key: 'ADMINISTRATOR_VIEW', limited: true, dependencies: [], gives: ['administrators:view'] },
      { id: 28, key: 'ADMINISTRATOR_EDIT', limited: false, dependencies: [27], gives: ['administrators:edit'] },
    ],
  },
  {
    id: 23,
    key: 'APPLICATIONS',
    displayOrder: 14,
    permissions: [
      { id: 40, key: 'APPLICATION_VIEW', limited: true, dependencies: [], gives: ['applications:view'] },
      { id: 41, key: 'APPLICATION_EDIT', limited: false, dependencies: [40], gives: ['applications:edit'] },
      { id: 52, key: 'SERVICE_TOKEN_EDIT', limited: false, dependencies: [], gives: ['service-tokens:edit'] },
    ],
  },
  {
    id: 24,
    key: 'CUSTOM_FIELDS',
    displayOrder: 15,
    permissions: [
      { id: 42, key: 'CUSTOM_FIELD_VIEW', limited: true, dependencies: [], gives: ['custom-fields:view'] },
      { id: 43, key: 'CUSTOM_FIELD_EDIT', limited: false, dependencies: [42], gives: ['custom-fields:edit'] },
    ],
  },
  {
    id: 25,
    key: 'DOOR_OVERRIDES',
    displayOrder: 16,
    permissions: [{ id: 44, key: 'DOOR_OVERRIDE', limited: false, dependencies: [], gives: ['access-points:override'] }],
  },
  {
    id: 29,
    key: 'EMERGENCIES',
    displayOrder: 17,
    permissions: [
      { id: 45, key: 'EMERGENCY_VIEW', limited: true, dependencies: [], gives: ['emergencies:view'] },
      { id: 46, key: 'EMERGENCY_EDIT', limited: false, dependencies: [45], gives: ['emergencies:edit'] },
      { id: 47, key: 'EMERGENCY_INITIATE', limited: false, dependencies: [45], gives: ['emergencies:initiate'] },
    ],
  },
  {
    id: 31,
    key: 'CAMERAS',
    displayOrder: 18,
    permissions: [
      { id: 48, key: 'CAMERA_VIEW', limited: true, dependencies: [], gives: ['cameras:view'] },
      { id: 49, key: 'CAMERA_EDIT', limited: false, dependencies: [48], gives: ['cameras:edit'] },
      { id: 50, key: 'CAMERA_WATCH', limited: true, dependencies: [48], gives: ['cameras:watch'] },
    ],
  },
  {
    id: 32,
    key: 'AREAS',
    displayOrder: 19,
    permissions: [
      { id: 53, key: 'AREA_VIEW', limited: true, dependencies: [], gives: ['areas:view'] },
      { id: 54, key: 'AREA_EDIT', limited: false, dependencies: [53], gives: ['areas:edit'] },
      { id: 55, key: 'AREA_RESET', limited: false, dependencies: [53], gives: ['areas:reset'] },
    ],
  },
] as const satisfies readonly Feature[]
