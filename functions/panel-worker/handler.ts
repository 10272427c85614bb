import { S3Client } from '@aws-sdk/client-s3'
import type { SQSEvent } from 'aws-lambda'
import { z } from 'zod'
import { s3FirmwareFiles } from '../../shared/adapters/firmware-files.ts'
import { apiGatewaySockets } from '../../shared/adapters/panel-sockets.ts'
import { sqsQueue } from '../../shared/adapters/queue.ts'
import { PanelKeys, readSecret } from '../../shared/adapters/secret.ts'
import { s3Snapshots } from '../../shared/adapters/snapshots.ts'
import { parseConfig } from '../../shared/lib/config.ts'
import { signingKey } from '../../shared/panel-protocol/signing.ts'
import { emergencyStore } from '../../shared/storage/access/emergencies.ts'
import { commandStore } from '../../shared/storage/devices/commands.ts'
import { panelStore } from '../../shared/storage/devices/panels.ts'
import { postureStore } from '../../shared/storage/devices/postures.ts'
import { presenceStore } from '../../shared/storage/devices/presence.ts'
import { rulesLogStore } from '../../shared/storage/devices/rules-log.ts'
import { connectTable } from '../../shared/storage/table/connect.ts'
import { type WorkerDeps, workOnBatch } from './work.ts'

const Config = z.object({
  TABLE_NAME: z.string(),
  PANEL_CALLBACK_URL: z.string(),
  PANEL_CONFIG_BUCKET: z.string(),
  FIRMWARE_BUCKET: z.string(),
  PANEL_KEYS_SECRET: z.string(),
  PANEL_WORK_QUEUE_URL: z.url(),
  POSTURE_WORK_QUEUE_URL: z.url(),
})
const config = parseConfig(Config, process.env)
const panelKeys = await readSecret(config.PANEL_KEYS_SECRET, PanelKeys)
const table = connectTable(config.TABLE_NAME)
const s3 = new S3Client({})

const deps: WorkerDeps = {
  emergencies: emergencyStore(table),
  panels: panelStore(table),
  postures: postureStore(table),
  presences: presenceStore(table),
  commands: commandStore(table),
  panelWork: sqsQueue(config.PANEL_WORK_QUEUE_URL),
  rulesLog: rulesLogStore(table),
  postureWork: sqsQueue(config.POSTURE_WORK_QUEUE_URL),
  pageSize: 500,
  pause: table.pause,
  now: Date.now,
  sockets: apiGatewaySockets(config.PANEL_CALLBACK_URL),
  snapshots: s3Snapshots(s3, config.PANEL_CONFIG_BUCKET),
  firmwareFiles: s3FirmwareFiles(s3, config.FIRMWARE_BUCKET),
  signing: await signingKey(panelKeys.keys.find(({ kid }) => kid === panelKeys.active)),
}

/** Sends panels what is pending for them, and settles the modes of those that an emergency concerns. */
export const handler = (event: SQSEvent) => workOnBatch(deps, event.Records)
