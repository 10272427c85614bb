import { z } from 'zod'
import { LiveDoorWire, liveDoorWire } from '../../../../shared/dialects/brivo/decisions/wire.ts'
import { listDoorsOfCredential } from '../../../../shared/domain/access/explanations/live-doors.ts'
import { route } from '../../../../shared/http/route.ts'
import { CredentialId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { replyPage } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json, ListQuery, PageOf } from '../../wire.ts'

const list = route('get', '/{credentialId}/access', {
  operationId: 'listCredentialAccess',
  // Who may not see access points is refused by the operation.
  permission: 'credentials:view',
  request: { params: z.object({ credentialId: CredentialId }), query: ListQuery.omit({ filter: true }) },
  responses: { 200: json('Access points at which the credential opens', PageOf(LiveDoorWire)), ...errors(400, 403, 404) },
})

type Stores = 'accessPoints' | 'credentials' | 'doorSets' | 'groups' | 'presences' | 'rules' | 'rulesLog' | 'schedules' | 'users'

/** `/v1/api/credentials/{credentialId}/access`: ours. */
export const credentialAccessRoutes = (deps: ApiDeps<Stores>) => [
  on(list, async (c) => {
    const query = c.req.valid('query')
    const { credentialId } = c.req.valid('param')
    return replyPage(c, await listDoorsOfCredential(deps, c.var.principal, credentialId, query), query, liveDoorWire)
  }),
]
