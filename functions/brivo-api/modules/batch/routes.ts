import { z } from 'zod'
import { readBatchRowFilter } from '../../../../shared/dialects/brivo/batch-jobs/inputs.ts'
import { BatchJobWire, BatchRowWire, batchJobWire, batchRowWire } from '../../../../shared/dialects/brivo/batch-jobs/wire.ts'
import type { RowError } from '../../../../shared/domain/people/batch-jobs/errors.ts'
import { retrieveBatchJob } from '../../../../shared/domain/people/batch-jobs/retrieve.ts'
import { route } from '../../../../shared/http/route.ts'
import { errorTexts } from '../../api-error.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json, listQuery, PageOf, pageAnswer } from '../../wire.ts'

const BatchJobWithRows = BatchJobWire.extend(PageOf(BatchRowWire).shape).meta({ id: 'BatchJobWithRows' })

const retrieve = route('get', '/{jobId}', {
  operationId: 'getBatchJob',
  permission: 'users:view',
  request: { params: z.object({ jobId: z.uuid().toLowerCase() }), query: listQuery(readBatchRowFilter) },
  responses: { 200: json('How far the job is, and a page of its rows', BatchJobWithRows), ...errors(400, 403, 404) },
})

/** `/v1/api/batch` */
export const batchJobRoutes = (deps: ApiDeps<'batchJobs'>) => [
  on(retrieve, async (c) => {
    const { filter, ...page } = c.req.valid('query')
    const found = await retrieveBatchJob(deps, c.var.principal, c.req.valid('param').jobId, filter, page)
    return reply(c, found, async ({ job, rows }) => {
      const textOf = await rowErrorTexts()
      return { ...batchJobWire(job), ...pageAnswer(rows, page, (row) => batchRowWire(row, job, textOf)) }
    })
  }),
]

/** Says an error of a row as the single call would; of one that is no user, it was said when the job was stored. */
const rowErrorTexts = async () => {
  const textOf = await errorTexts()
  return (error: RowError): string => (error.kind === 'row_invalid' ? error.message : textOf(error))
}
