import { z } from 'zod'
import type { Override } from '../../../domain/devices/posture/entity.ts'
import type { DoorStatus, LiveStatus } from '../../../domain/places/access-points/live-status.ts'
import { omitEmpty } from '../../../lib/defined.ts'
import { formatInstant } from '../wire-time.ts'

/** How a door stands (API document, Live Status). */
export const DeviceStatus = z
  .object({
    accessPointName: z.string(),
    accessPointState: z.enum(['LOCKED', 'UNLOCKED', 'UNKNOWN']),
    accessPointScheduledState: z.enum(['LOCK', 'UNLOCK', 'UNKNOWN']),
    accessPointInputState: z.enum(['LOCKED', 'UNLOCKED', 'UNKNOWN']),
    statusUpdated: z.string().optional(),
    siteName: z.string(),
    siteTimezone: z.string(),
    panelName: z.string(),
    panelCpNumber: z.string(),
    canPanelSupportScheduleOverride: z.boolean(),
    unlockSchedule: z
      .object({
        id: z.number(),
        name: z.string(),
        isScheduleBlockActive: z.boolean(),
        nextTimeChange: z.string().optional(),
      })
      .optional(),
    scheduleOverride: z
      .object({
        endTimeMode: z.enum(['UNTIL_TIME', 'UNTIL_NEXT_SCHEDULE_CHANGE', 'INDEFINITE']),
        behavior: z.enum(['LOCK', 'UNLOCK']),
        endTime: z.string().optional(),
      })
      .optional(),
  })
  .meta({ id: 'DeviceStatus' })

const unlockSchedule = ({ id, name, isOpen, nextChangeAt }: NonNullable<LiveStatus['unlockSchedule']>) =>
  omitEmpty({
    id,
    name,
    isScheduleBlockActive: isOpen,
    nextTimeChange: nextChangeAt === undefined ? undefined : formatInstant(nextChangeAt),
  })

const modes = { time: 'UNTIL_TIME', schedule_change: 'UNTIL_NEXT_SCHEDULE_CHANGE', cancelled: 'INDEFINITE' } as const
const behaviors = { lock: 'LOCK', unlock: 'UNLOCK' } as const

const scheduleOverride = ({ until, behavior, endsAt }: Override) =>
  omitEmpty({
    endTimeMode: modes[until],
    behavior: behaviors[behavior],
    endTime: endsAt === undefined ? undefined : formatInstant(endsAt),
  })

/** The status of a door as the API answers it. */
export const deviceStatus = ({ point, panel, site, status }: DoorStatus): z.infer<typeof DeviceStatus> =>
  omitEmpty({
    accessPointName: point.name,
    accessPointState: status.state,
    accessPointScheduledState: status.scheduledState,
    accessPointInputState: status.state,
    statusUpdated: status.statusUpdatedAt === undefined ? undefined : formatInstant(status.statusUpdatedAt),
    siteName: site.siteName,
    siteTimezone: site.timeZone,
    panelName: panel.name,
    panelCpNumber: panel.serialNumber,
    canPanelSupportScheduleOverride: true,
    unlockSchedule: status.unlockSchedule && unlockSchedule(status.unlockSchedule),
    scheduleOverride: status.override && scheduleOverride(status.override),
  })
