import { z } from 'zod'
import type { Pass } from '../../../domain/access/passes/retrieve.ts'
import type { OpenedDoor } from '../../../domain/access/rules/of-person.ts'
import type { Holiday } from '../../../domain/access/schedules/entity.ts'
import type { PhotoLink } from '../../../domain/people/photos/link.ts'
import { passTransferOf } from '../../../domain/places/accounts/entity.ts'
import { omitEmpty } from '../../../lib/defined.ts'
import { typeNames } from '../access-points/types.ts'
import { ScheduleBlocks } from '../schedules/inputs.ts'
import { ScheduleWire, scheduleWire } from '../schedules/wire.ts'
import { SiteWire, siteWire } from '../sites/wire.ts'
import { formatInstant } from '../wire-time.ts'

const PassSchedule = ScheduleWire.pick({ id: true, name: true, scheduleBlocks: true, holidays: true, scheduleExceptions: true })
const PassAccessPoint = z.object({
  id: z.number(),
  name: z.string(),
  type: z.string(),
  twoFactorEnabled: z.boolean(),
  schedules: z.array(PassSchedule),
  isDoorStation: z.boolean(),
})
const PassSite = SiteWire.extend({ preScreening: z.string(), accessPoints: z.array(PassAccessPoint) })

/** The document lists `uri`, and its example has `userImageUri`: both are the link. */
const PassImage = z.object({
  id: z.number(),
  uri: z.string(),
  userImageUri: z.string(),
  contentType: z.string(),
  contentLength: z.number(),
  created: z.string(),
})

/** A pass as its holder's phone reads it (API document, Get Mobile Pass). */
export const PassWire = z
  .object({
    pass: z.string(),
    bleCredential: z.string(),
    bleAuthTimeFrame: z.number(),
    enabled: z.string(),
    accountName: z.string(),
    accountId: z.number(),
    sites: z.array(PassSite),
    firstName: z.string(),
    middleName: z.string().optional(),
    lastName: z.string(),
    userImage: PassImage.optional(),
    enablePassTransfer: z.boolean(),
  })
  .meta({ id: 'MobilePass' })

/** How many seconds a phone has to prove itself to a reader. */
const bleAuthTimeFrame = 30

const wholeDay = [{ start: '00:00', end: '23:59' }]
const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'holiday'] as const

/** A rule without a schedule, which this API cannot say, is shown as one that is open at any time. */
const always: z.infer<typeof PassSchedule> = {
  id: 0,
  name: 'Always',
  scheduleBlocks: ScheduleBlocks.parse(Object.fromEntries(days.map((day) => [day, wholeDay]))),
  holidays: [],
  scheduleExceptions: [],
}

export const passWire =
  (accountId: number, image: PhotoLink | undefined) =>
  (pass: Pass): z.infer<typeof PassWire> => {
    const { account, user, key, sites, holidays } = pass
    return omitEmpty({
      pass: key.encoded,
      bleCredential: String(key.id),
      bleAuthTimeFrame,
      enabled: formatInstant(key.effectiveFrom ?? key.createdAt),
      accountName: account?.name ?? '',
      accountId,
      sites: sites.map(({ site, doors }) => ({
        ...siteWire(site),
        preScreening: 'None',
        accessPoints: doors.map((door) => passAccessPoint(door, holidays)),
      })),
      firstName: user.firstName,
      middleName: user.middleName,
      lastName: user.lastName,
      userImage: image && passImage(image),
      enablePassTransfer: passTransferOf(account),
    })
  }

const passImage = ({ photo, uri }: PhotoLink): z.infer<typeof PassImage> => ({
  id: photo.id,
  uri,
  userImageUri: uri,
  contentType: photo.type,
  contentLength: photo.size,
  created: formatInstant(photo.createdAt),
})

const passAccessPoint = (
  { accessPoint, schedules, isAlways }: OpenedDoor,
  holidays: readonly Holiday[],
): z.infer<typeof PassAccessPoint> => ({
  id: accessPoint.id,
  name: accessPoint.name,
  type: typeNames[accessPoint.type],
  twoFactorEnabled: accessPoint.twoFactorEnabled,
  schedules: [
    ...(isAlways ? [always] : []),
    ...schedules.map((schedule) => {
      const { id, name, scheduleBlocks, holidays: own, scheduleExceptions } = scheduleWire(schedule, holidays)
      return { id, name, scheduleBlocks, holidays: own, scheduleExceptions }
    }),
  ],
  isDoorStation: false,
})
