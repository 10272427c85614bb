import { z } from 'zod'
import { readAccessPointFilter } from '../../../../shared/dialects/brivo/access-points/filter.ts'
import {
  AccessPointInput,
  AccessPointPatch,
  accessPointChangesOf,
  createAccessPointOf,
} from '../../../../shared/dialects/brivo/access-points/inputs.ts'
import {
  AccessPointListed,
  AccessPointWire,
  accessPointListed,
  accessPointWire,
} from '../../../../shared/dialects/brivo/access-points/wire.ts'
import { WaitQuery } from '../../../../shared/dialects/brivo/commands/wait.ts'
import type { Principal } from '../../../../shared/domain/identity/principals/principal.ts'
import { activateAccessPoint } from '../../../../shared/domain/places/access-points/activate.ts'
import { createAccessPoint } from '../../../../shared/domain/places/access-points/create.ts'
import type { AccessPoint } from '../../../../shared/domain/places/access-points/entity.ts'
import { listAccessPoints } from '../../../../shared/domain/places/access-points/list.ts'
import { removeAccessPoint } from '../../../../shared/domain/places/access-points/remove.ts'
import { updateAccessPoint } from '../../../../shared/domain/places/access-points/update.ts'
import { route } from '../../../../shared/http/route.ts'
import { AccessPointId } from '../../../../shared/lib/ids.ts'
import { found } from '../../../../shared/lib/result.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty, replyListing } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json, jsonBody, listQuery, optionalJsonBody, PageOf } from '../../wire.ts'
import { replyOrdered, waitedAnswers } from './ordered.ts'

const Params = z.object({ accessPointId: AccessPointId })

const list = route('get', '/', {
  operationId: 'listAccessPoints',
  permission: 'access-points:view',
  request: { query: listQuery(readAccessPointFilter) },
  responses: { 200: json('Access points of the account, oldest first', PageOf(AccessPointListed)), ...errors(400, 403) },
})
const retrieve = route('get', '/{accessPointId}', {
  operationId: 'getAccessPoint',
  permission: 'access-points:view',
  request: { params: Params },
  responses: { 200: json('The access point', AccessPointWire), ...errors(400, 403, 404) },
})
const create = route('post', '/', {
  operationId: 'createAccessPoint',
  permission: 'access-points:edit',
  request: jsonBody(AccessPointInput),
  responses: { 200: json('The new access point', AccessPointWire), ...errors(400, 403, 404, 409, 412) },
})
const update = route('put', '/{accessPointId}', {
  operationId: 'updateAccessPoint',
  permission: 'access-points:edit',
  request: { params: Params, ...jsonBody(AccessPointPatch) },
  responses: { 200: json('The access point as it is now', AccessPointWire), ...errors(400, 403, 404, 409, 412) },
})
const remove = route('delete', '/{accessPointId}', {
  operationId: 'deleteAccessPoint',
  permission: 'access-points:edit',
  request: { params: Params },
  responses: { 204: empty('Deleted'), ...errors(400, 403, 404, 409, 412) },
})
const activate = route('post', '/{accessPointId}/activate', {
  operationId: 'activateAccessPoint',
  permission: 'access-points:activate',
  alsoBy: ['put'],
  request: { params: Params, query: WaitQuery, ...optionalJsonBody(z.object({})) },
  responses: { ...waitedAnswers, ...errors(400, 403, 404, 412) },
})

/**
 * The answer of a retrieval. The few doors that have an unlock schedule cost a second read: a schedule's name and enabling group are
 * its own, and change without its doors.
 */
const retrieved = async (deps: Pick<ApiDeps, 'schedules'>, { accountId }: Principal, point: AccessPoint) => {
  const { unlockScheduleId } = point
  return accessPointWire(
    point,
    unlockScheduleId === undefined ? undefined : await deps.schedules.get(accountId, unlockScheduleId),
  )
}

/** `/v1/api/access-points` */
export const accessPointRoutes = (
  deps: ApiDeps<
    | 'accessPoints'
    | 'areas'
    | 'cameras'
    | 'commands'
    | 'doorSets'
    | 'emergencies'
    | 'groups'
    | 'panels'
    | 'postures'
    | 'readers'
    | 'rules'
    | 'schedules'
  >,
) => [
  on(list, async (c) => {
    const { filter, ...page } = c.req.valid('query')
    return replyListing(c, await listAccessPoints(deps, c.var.principal, filter, page), page, accessPointListed)
  }),
  on(retrieve, async (c) => {
    const { accessPointId } = c.req.valid('param')
    const point = await deps.accessPoints.get(c.var.principal.accountId, accessPointId)
    return reply(c, found(point, { kind: 'not_found', what: 'access point', id: accessPointId }), (one) =>
      retrieved(deps, c.var.principal, one),
    )
  }),
  on(create, async (c) => {
    const result = await createAccessPoint(deps, c.var.principal, createAccessPointOf(c.req.valid('json')))
    return reply(c, result, (value) => retrieved(deps, c.var.principal, value))
  }),
  on(update, async (c) => {
    const { accessPointId } = c.req.valid('param')
    const changes = accessPointChangesOf(c.req.valid('json'))
    const result = await updateAccessPoint(deps, c.var.principal, accessPointId, changes)
    return reply(c, result, (value) => retrieved(deps, c.var.principal, value))
  }),
  on(remove, async (c) => replyEmpty(c, await removeAccessPoint(deps, c.var.principal, c.req.valid('param').accessPointId))),
  on(activate, async (c) => {
    const result = await activateAccessPoint(deps, c.var.principal, c.req.valid('param').accessPointId)
    return replyOrdered(c, deps, result, c.req.valid('query'), 200)
  }),
]
