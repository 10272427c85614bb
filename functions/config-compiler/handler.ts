import { randomUUID } from 'node:crypto'
import { S3Client } from '@aws-sdk/client-s3'
import type { SQSEvent } from 'aws-lambda'
import { z } from 'zod'
import { apiGatewaySockets } from '../../shared/adapters/panel-sockets.ts'
import { sqsPanelWork } from '../../shared/adapters/panel-work.ts'
import { sqsQueue } from '../../shared/adapters/queue.ts'
import { PanelKeys, readSecret } from '../../shared/adapters/secret.ts'
import { s3Snapshots } from '../../shared/adapters/snapshots.ts'
import { parseConfig } from '../../shared/lib/config.ts'
import { signingKey } from '../../shared/panel-protocol/signing.ts'
import { dependentPanelStore } from '../../shared/storage/access/dependent-panels.ts'
import { ruleSourceStore } from '../../shared/storage/access/rule-sources.ts'
import { ruleStore } from '../../shared/storage/access/rules.ts'
import { presenceStore } from '../../shared/storage/devices/presence.ts'
import { rulesLogStore } from '../../shared/storage/devices/rules-log.ts'
import { groupStore } from '../../shared/storage/people/groups.ts'
import { connectTable } from '../../shared/storage/table/connect.ts'
import { workOnBatch } from './work.ts'

const Config = z.object({
  TABLE_NAME: z.string(),
  PANEL_CONFIG_BUCKET: z.string(),
  PANEL_WORK_QUEUE_URL: z.url(),
  CONFIG_URGENT_QUEUE_URL: z.url(),
  CONFIG_WORK_QUEUE_URL: z.url(),
  PANEL_CALLBACK_URL: z.string(),
  PANEL_KEYS_SECRET: z.string(),
})
const config = parseConfig(Config, process.env)
const table = connectTable(config.TABLE_NAME)
const panelKeys = await readSecret(config.PANEL_KEYS_SECRET, PanelKeys)
const deps = {
  presences: presenceStore(table),
  rulesLog: rulesLogStore(table),
  groups: groupStore(table),
  rules: ruleStore(table),
  dependents: dependentPanelStore(table),
  ruleSources: ruleSourceStore(table),
  snapshots: s3Snapshots(new S3Client({}), config.PANEL_CONFIG_BUCKET),
  panelWork: sqsPanelWork(config.PANEL_WORK_QUEUE_URL),
  configUrgent: sqsQueue(config.CONFIG_URGENT_QUEUE_URL),
  configWork: sqsQueue(config.CONFIG_WORK_QUEUE_URL),
  sockets: apiGatewaySockets(config.PANEL_CALLBACK_URL),
  signing: await signingKey(panelKeys.keys.find(({ kid }) => kid === panelKeys.active)),
  pageSize: 500,
  pause: table.pause,
  now: Date.now,
  newUuid: randomUUID,
}

/** Compiles the rules of panels, and finds the panels that a wide change concerns. */
export const handler = (event: SQSEvent) => workOnBatch(deps, event.Records)
