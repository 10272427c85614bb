import { z } from 'zod'
import { GroupListed, groupListed } from '../../../../shared/dialects/brivo/groups/wire.ts'
import { groupsOfUser, updateMemberships } from '../../../../shared/domain/people/users/memberships.ts'
import { route } from '../../../../shared/http/route.ts'
import { GroupId, UserId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json, jsonBody } from '../../wire.ts'

const Params = z.object({ userId: UserId })
const Groups = z.object({ data: z.array(GroupListed), count: z.number() })
const maxNames = 100
const GroupIds = z
  .array(GroupId)
  .max(maxNames)
  .nullish()
  .transform((ids) => ids ?? [])
const MembershipsInput = z.object({ addGroups: GroupIds, removeGroups: GroupIds }).meta({ id: 'MembershipsInput' })

const list = route('get', '/{userId}/groups', {
  operationId: 'listUserGroups',
  permission: 'users:view',
  request: { params: Params },
  responses: { 200: json('The groups that the user is in', Groups), ...errors(400, 403, 404) },
})
const update = route('post', '/{userId}/groups', {
  operationId: 'updateUserGroups',
  permission: 'users:edit',
  alsoBy: ['put', 'patch'],
  request: { params: Params, ...jsonBody(MembershipsInput) },
  responses: { 200: json('The groups that the user is in now', Groups), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/users/{userId}/groups` */
export const userGroupRoutes = (deps: ApiDeps<'groups' | 'users'>) => [
  on(list, async (c) => {
    const groups = await groupsOfUser(deps, c.var.principal, c.req.valid('param').userId)
    return reply(c, groups, (value) => ({ data: value.map(groupListed), count: value.length }))
  }),
  on(update, async (c) => {
    const groups = await updateMemberships(deps, c.var.principal, c.req.valid('param').userId, c.req.valid('json'))
    return reply(c, groups, (value) => ({ data: value.map(groupListed), count: value.length }))
  }),
]
