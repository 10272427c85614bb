import { z } from 'zod'
import { revokeAllCredentials } from '../../../../shared/domain/people/credentials/revoke-all.ts'
import { route } from '../../../../shared/http/route.ts'
import { UserId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { replyEmpty } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors } from '../../wire.ts'

const revokeAll = route('post', '/{userId}/revoke-credentials', {
  operationId: 'revokeUserCredentials',
  permission: 'credentials:edit',
  request: { params: z.object({ userId: UserId }) },
  responses: { 204: empty('The user has no credential, and no PIN'), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/users/{userId}/revoke-credentials` */
export const revokeCredentialsRoutes = (deps: ApiDeps<'accounts' | 'credentials' | 'users'>) => [
  on(revokeAll, async (c) => replyEmpty(c, await revokeAllCredentials(deps, c.var.principal, c.req.valid('param').userId))),
]
