import { z } from 'zod'
import {
  ElevatorActivation,
  ElevatorQuery,
  UnlockInput,
  wantedFloorsOf,
} from '../../../../shared/dialects/brivo/access-points/unlock.ts'
import { WaitQuery } from '../../../../shared/dialects/brivo/commands/wait.ts'
import { activateFloors } from '../../../../shared/domain/places/access-points/activate-floors.ts'
import { unlockAccessPoint } from '../../../../shared/domain/places/access-points/unlock.ts'
import { route } from '../../../../shared/http/route.ts'
import { AccessPointId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { on } from '../../route.ts'
import { empty, errors, jsonBody, optionalJsonBody } from '../../wire.ts'
import { replyOrdered, waitedAnswers } from './ordered.ts'

const Params = z.object({ accessPointId: AccessPointId })

const unlock = route('post', '/{accessPointId}/unlock', {
  operationId: 'unlockAccessPoint',
  // What a card holder may open is asked of the rules of the door.
  permission: 'none',
  alsoBy: ['put'],
  request: { params: Params, query: WaitQuery, ...optionalJsonBody(UnlockInput) },
  responses: {
    ...waitedAnswers,
    204: empty('Ordered; the header Sallyport-Command-Id names the command'),
    ...errors(400, 403, 404, 412),
  },
})
const activateElevator = route('post', '/{accessPointId}/activateElevator', {
  operationId: 'activateElevator',
  permission: 'access-points:activate',
  alsoBy: ['put'],
  request: { params: Params, query: ElevatorQuery, ...jsonBody(ElevatorActivation) },
  responses: { ...waitedAnswers, ...errors(400, 403, 404, 412) },
})

type Stores =
  | 'accessPoints'
  | 'commands'
  | 'credentials'
  | 'doorSets'
  | 'events'
  | 'groups'
  | 'holidays'
  | 'postures'
  | 'rules'
  | 'schedules'
  | 'sites'
  | 'users'

/** `/v1/api/access-points/{accessPointId}/unlock` */
export const unlockRoutes = (deps: ApiDeps<Stores>) => [
  on(unlock, async (c) => {
    const { accessPointId } = c.req.valid('param')
    const { credentialValue } = c.req.valid('json') ?? {}
    const result = await unlockAccessPoint(deps, c.var.principal, accessPointId, credentialValue)
    return replyOrdered(c, deps, result, c.req.valid('query'), 204)
  }),
]

/** `/v1/api/access-points/{accessPointId}/activateElevator` */
export const elevatorRoutes = (deps: ApiDeps<Stores>) => [
  on(activateElevator, async (c) => {
    const { accessPointId } = c.req.valid('param')
    const wanted = wantedFloorsOf(c.req.valid('json'), c.req.valid('query'))
    const result = await activateFloors(deps, c.var.principal, accessPointId, wanted)
    return replyOrdered(c, deps, result, c.req.valid('query'), 200)
  }),
]
