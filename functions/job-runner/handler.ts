import { randomInt, randomUUID } from 'node:crypto'
import type { SQSEvent } from 'aws-lambda'
import { z } from 'zod'
import { sqsQueue } from '../../shared/adapters/queue.ts'
import { parseConfig } from '../../shared/lib/config.ts'
import { idFrom } from '../../shared/lib/ids.ts'
import { administratorStore } from '../../shared/storage/identity/administrators.ts'
import { applicationStore } from '../../shared/storage/identity/applications.ts'
import { roleStore } from '../../shared/storage/identity/roles.ts'
import { serviceTokenStore } from '../../shared/storage/identity/service-tokens.ts'
import { batchJobStore } from '../../shared/storage/people/batch-jobs.ts'
import { customFieldStore } from '../../shared/storage/people/custom-fields.ts'
import { userStore } from '../../shared/storage/people/users.ts'
import { accountStore } from '../../shared/storage/places/accounts.ts'
import { connectTable } from '../../shared/storage/table/connect.ts'
import { workOnBatch } from './work.ts'

const config = parseConfig(z.object({ TABLE_NAME: z.string(), JOBS_QUEUE_URL: z.url() }), process.env)
const table = connectTable(config.TABLE_NAME)
const now = Date.now
const deps = {
  accounts: accountStore(table),
  administrators: administratorStore(table),
  applications: applicationStore(table),
  batchJobs: batchJobStore(table),
  customFields: customFieldStore(table),
  roles: roleStore(table),
  serviceTokens: serviceTokenStore(table),
  users: userStore(table),
  jobs: sqsQueue(config.JOBS_QUEUE_URL),
  now,
  newId: () => idFrom(now(), randomInt(4096)),
  newUuid: randomUUID,
}

/** Creates the users of batch jobs. */
export const handler = (event: SQSEvent) => workOnBatch(deps, event.Records)
