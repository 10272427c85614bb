import type { SQSEvent } from 'aws-lambda'
import { z } from 'zod'
import { pause } from '../../shared/adapters/pause.ts'
import { parseConfig } from '../../shared/lib/config.ts'
import { holidayStore, scheduleStore } from '../../shared/storage/access/schedules.ts'
import { cameraStore } from '../../shared/storage/devices/cameras.ts'
import { panelStore } from '../../shared/storage/devices/panels.ts'
import { groupStore } from '../../shared/storage/people/groups.ts'
import { accessPointStore } from '../../shared/storage/places/access-points.ts'
import { siteStore } from '../../shared/storage/places/sites.ts'
import { connectTable } from '../../shared/storage/table/connect.ts'
import { workOnBatch } from './work.ts'

const config = parseConfig(z.object({ TABLE_NAME: z.string() }), process.env)
const table = connectTable(config.TABLE_NAME)
const deps = {
  sites: siteStore(table),
  groups: groupStore(table),
  panels: panelStore(table),
  cameras: cameraStore(table),
  accessPoints: accessPointStore(table),
  schedules: scheduleStore(table),
  holidays: holidayStore(table),
  now: Date.now,
  pause,
}

/** Brings the new name of a site or a group to the entities that keep a copy of it. */
export const handler = (event: SQSEvent) => workOnBatch(deps, event.Records)
