import { BatchInput, batchRowsOf } from '../../../../shared/dialects/brivo/batch-jobs/inputs.ts'
import { BatchJobWire, batchJobWire } from '../../../../shared/dialects/brivo/batch-jobs/wire.ts'
import { startBatchJob } from '../../../../shared/domain/people/batch-jobs/start.ts'
import { route } from '../../../../shared/http/route.ts'
import type { ApiDeps } from '../../env.ts'
import { issueText } from '../../refusal.ts'
import { reply } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json, jsonBody } from '../../wire.ts'

const createBatch = route('post', '/batch', {
  operationId: 'createUserBatch',
  permission: 'users:edit',
  actors: ['administrator', 'token'],
  request: jsonBody(BatchInput),
  responses: { 200: json('The job that creates the users', BatchJobWire), ...errors(400, 403) },
})

/** `/v1/api/users/batch` */
export const userBatchRoutes = (deps: ApiDeps<'batchJobs'>) => [
  on(createBatch, async (c) =>
    reply(c, await startBatchJob(deps, c.var.principal, batchRowsOf(c.req.valid('json'), issueText)), batchJobWire),
  ),
]
