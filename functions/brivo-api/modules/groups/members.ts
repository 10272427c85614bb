import { z } from 'zod'
import { UserListed, userListed } from '../../../../shared/dialects/brivo/users/wire.ts'
import { listMembers } from '../../../../shared/domain/people/groups/list.ts'
import { changeMemberships } from '../../../../shared/domain/people/users/memberships.ts'
import { route } from '../../../../shared/http/route.ts'
import { GroupId, UserId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { replyEmpty, replyPage } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json, ListQuery, PageOf } from '../../wire.ts'

const Params = z.object({ groupId: GroupId })
const MemberParams = Params.extend({ userId: UserId })

const list = route('get', '/{groupId}/users', {
  operationId: 'listGroupUsers',
  permission: 'groups:view',
  request: { params: Params, query: ListQuery.omit({ filter: true }) },
  responses: { 200: json('Members of the group, oldest user first', PageOf(UserListed)), ...errors(400, 403, 404) },
})
const add = route('put', '/{groupId}/users/{userId}', {
  operationId: 'addUserToGroup',
  permission: 'users:edit',
  alsoBy: ['post'],
  request: { params: MemberParams },
  responses: { 204: empty('The user is in the group'), ...errors(400, 403, 404, 409) },
})
const remove = route('delete', '/{groupId}/users/{userId}', {
  operationId: 'removeUserFromGroup',
  permission: 'users:edit',
  request: { params: MemberParams },
  responses: { 204: empty('The user is not in the group'), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/groups/{groupId}/users` */
export const groupMemberRoutes = (deps: ApiDeps<'groups' | 'users'>) => [
  on(list, async (c) => {
    const query = c.req.valid('query')
    return replyPage(c, await listMembers(deps, c.var.principal, c.req.valid('param').groupId, query), query, userListed)
  }),
  on(add, async (c) => {
    const { groupId, userId } = c.req.valid('param')
    return replyEmpty(c, await changeMemberships(deps, c.var.principal, userId, { addGroups: [groupId], removeGroups: [] }))
  }),
  on(remove, async (c) => {
    const { groupId, userId } = c.req.valid('param')
    return replyEmpty(c, await changeMemberships(deps, c.var.principal, userId, { addGroups: [], removeGroups: [groupId] }))
  }),
]
