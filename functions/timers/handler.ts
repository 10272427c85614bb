import { randomUUID } from 'node:crypto'
import type { Context } from 'aws-lambda'
import { z } from 'zod'
import { sqsDeliveryQueue } from '../../shared/adapters/delivery-queue.ts'
import { s3PhotoBucket } from '../../shared/adapters/photo-bucket.ts'
import { sweepDeletedFields } from '../../shared/domain/people/custom-fields/sweep.ts'
import { sweepDeletedGroups } from '../../shared/domain/people/groups/sweep.ts'
import { sweepPhotos } from '../../shared/domain/people/photos/sweep.ts'
import { parseConfig } from '../../shared/lib/config.ts'
import { deliveryStore } from '../../shared/storage/outbound/deliveries.ts'
import { heldDeliveryStore } from '../../shared/storage/outbound/held-deliveries.ts'
import { subscriptionStore } from '../../shared/storage/outbound/subscriptions.ts'
import { customFieldStore } from '../../shared/storage/people/custom-fields.ts'
import { groupStore } from '../../shared/storage/people/groups.ts'
import { photoSweepStore } from '../../shared/storage/people/photo-sweeps.ts'
import { connectTable } from '../../shared/storage/table/connect.ts'
import { moveDueDeliveries } from './due-deliveries.ts'
import { workOnHeld } from './held-deliveries.ts'

const Config = z.object({
  TABLE_NAME: z.string(),
  DELIVERIES_QUEUE_URL: z.url(),
  DELIVERIES_SLOW_QUEUE_URL: z.url(),
  MEDIA_BUCKET: z.string(),
})
const config = parseConfig(Config, process.env)
const table = connectTable(config.TABLE_NAME)
const deps = {
  deliveries: deliveryStore(table),
  heldDeliveries: heldDeliveryStore(table),
  subscriptions: subscriptionStore(table),
  groups: groupStore(table),
  customFields: customFieldStore(table),
  photoSweeps: photoSweepStore(table),
  photoBucket: s3PhotoBucket(config.MEDIA_BUCKET),
  queue: sqsDeliveryQueue(config.DELIVERIES_QUEUE_URL, config.DELIVERIES_SLOW_QUEUE_URL),
  now: Date.now,
  newUuid: randomUUID,
}

/** What is not done so long before the end waits for the next tick. */
const reserveMs = 10_000

/** The minute tick: whatever fell due since, and whatever an earlier tick missed. */
export const handler = async (_event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => {
  await moveDueDeliveries(deps, () => context.getRemainingTimeInMillis() > reserveMs)
  const until = Date.now() + context.getRemainingTimeInMillis() - reserveMs
  try {
    await workOnHeld(deps, until)
  } finally {
    // one subscription that is in trouble keeps nothing from being deleted
    await sweepDeletedGroups(deps, until)
    await sweepDeletedFields(deps, until)
    await sweepPhotos(deps, until)
  }
}
