import { S3Client } from '@aws-sdk/client-s3'
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import { z } from 'zod'
import { sqsPanelWork } from '../../shared/adapters/panel-work.ts'
import { s3Snapshots } from '../../shared/adapters/snapshots.ts'
import { parseConfig } from '../../shared/lib/config.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import { ruleSourceStore } from '../../shared/storage/access/rule-sources.ts'
import { presenceStore } from '../../shared/storage/devices/presence.ts'
import { groupStore } from '../../shared/storage/people/groups.ts'
import { connectTable } from '../../shared/storage/table/connect.ts'
import { streamedChange } from '../../shared/storage/table/streamed-change.ts'
import { compileChanges } from './compile-changes.ts'

const Config = z.object({ TABLE_NAME: z.string(), PANEL_CONFIG_BUCKET: z.string(), PANEL_WORK_QUEUE_URL: z.url() })
const config = parseConfig(Config, process.env)
const table = connectTable(config.TABLE_NAME)
const deps = {
  presences: presenceStore(table),
  groups: groupStore(table),
  ruleSources: ruleSourceStore(table),
  snapshots: s3Snapshots(new S3Client({}), config.PANEL_CONFIG_BUCKET),
  panelWork: sqsPanelWork(config.PANEL_WORK_QUEUE_URL),
  now: Date.now,
}

/** A record that cannot be read must not keep the others from the panels: it is named alone, and ends in the failures queue. */
export const handler = async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const unreadable: { itemIdentifier: string }[] = []
  const changes = event.Records.flatMap((record) => {
    try {
      return streamedChange(record) ?? []
    } catch (thrown) {
      const itemIdentifier = record.dynamodb?.SequenceNumber ?? ''
      log('error', 'a record of the stream cannot be read', { sequence: itemIdentifier, ...describeError(thrown) })
      unreadable.push({ itemIdentifier })
      return []
    }
  })
  const { batchItemFailures } = await compileChanges(deps, changes)
  return { batchItemFailures: [...unreadable, ...batchItemFailures] }
}
