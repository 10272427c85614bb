import { z } from 'zod'
import {
  createScenarioOf,
  EmergencyScenarioInput,
  EmergencyScenarioPatch,
  scenarioChangesOf,
} from '../../../../shared/dialects/brivo/emergency-scenarios/inputs.ts'
import {
  EmergencyScenario,
  EmergencyScenarioState,
  emergencyScenario,
  emergencyScenarioState,
  FailedScenarios,
  failedScenarios,
  ScenarioResult,
  scenarioResult,
} from '../../../../shared/dialects/brivo/emergency-scenarios/wire.ts'
import { createScenario, removeScenario, updateScenario } from '../../../../shared/domain/access/emergencies/change.ts'
import type { EmergencyKind } from '../../../../shared/domain/access/emergencies/entity.ts'
import { getScenario, listScenarios } from '../../../../shared/domain/access/emergencies/list.ts'
import { clearAllScenarios, clearScenario, initiateScenario } from '../../../../shared/domain/access/emergencies/switch.ts'
import { endpointWith, route } from '../../../../shared/http/route.ts'
import { ScenarioId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { errorBody } from '../../error-body.ts'
import { refuseInvalid } from '../../refusal.ts'
import { reply, replyEmpty, replyListing } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json, jsonBody, ListQuery, optionalJsonBody, PageOf } from '../../wire.ts'

type Stores = 'accessPoints' | 'emergencies' | 'panels' | 'postures' | 'presences'

const Params = z.object({ scenarioId: ScenarioId })
const paging = { query: ListQuery.omit({ filter: true }) }
const noBody = optionalJsonBody(z.object({}))

const list = route('get', '/', {
  operationId: 'listEmergencyScenarios',
  permission: 'emergencies:view',
  request: paging,
  responses: { 200: json('Scenarios, those that every account has first', PageOf(EmergencyScenario)), ...errors(400, 403) },
})
const listActive = route('get', '/active-scenarios', {
  operationId: 'listActiveEmergencyScenarios',
  permission: 'emergencies:view',
  request: paging,
  responses: { 200: json('Scenarios that are in force', PageOf(EmergencyScenario)), ...errors(400, 403) },
})
const retrieve = route('get', '/{scenarioId}', {
  operationId: 'getEmergencyScenario',
  permission: 'emergencies:view',
  request: { params: Params },
  responses: {
    200: json('The scenario, and the devices that do not follow yet', EmergencyScenarioState),
    ...errors(400, 403, 404),
  },
})
const create = route('post', '/', {
  operationId: 'createEmergencyScenario',
  permission: 'emergencies:edit',
  request: jsonBody(EmergencyScenarioInput),
  responses: { 200: json('The new scenario', EmergencyScenario), ...errors(400, 403, 404, 409, 412) },
})
const update = route('put', '/{scenarioId}', {
  operationId: 'updateEmergencyScenario',
  permission: 'emergencies:edit',
  request: { params: Params, ...jsonBody(EmergencyScenarioPatch) },
  responses: { 200: json('The scenario as it is now', EmergencyScenario), ...errors(400, 403, 404, 409, 412) },
})
const remove = route('delete', '/{scenarioId}', {
  operationId: 'deleteEmergencyScenario',
  permission: 'emergencies:edit',
  request: { params: Params },
  responses: { 204: empty('Deleted'), ...errors(400, 403, 404, 409, 412) },
})
const clearAll = route('post', '/clear-all', {
  operationId: 'clearAllEmergencyScenarios',
  permission: 'emergencies:initiate',
  alsoBy: ['put'],
  request: noBody,
  responses: { 200: json('Those that were not cleared', FailedScenarios), ...errors(400, 403) },
})
const onClearAll = endpointWith({
  forbidden: (c, principal) =>
    errorBody(
      c,
      403,
      principal.kind === 'administrator'
        ? `Administrator ${principal.administratorId} does not have permission to perform Clear All Scenarios`
        : 'You are not allowed to perform that action',
    ),
  invalid: refuseInvalid,
})

const switchCommon = { permission: 'emergencies:initiate', alsoBy: ['put'] } as const
const answers = {
  200: json('What came of it; a device that is out of contact follows when it is heard', ScenarioResult),
  ...errors(400, 403, 404, 409),
}
const actions = { initiate: initiateScenario, clear: clearScenario } as const
const names = { initiate: 'initiate', clear: 'clear', lockdown: 'Lockdown', egress: 'Egress' } as const

/** The two calls that initiate or clear scenarios of a kind: one by its id, and the default. */
const switchRoutes = (action: keyof typeof actions, kind: EmergencyKind) => {
  const one = route('post', `/${kind}/{scenarioId}/${action}`, {
    ...switchCommon,
    operationId: `${names[action]}Emergency${names[kind]}`,
    request: { params: Params, ...noBody },
    responses: answers,
  })
  const byDefault = route('post', `/default-${kind}/${action}`, {
    ...switchCommon,
    operationId: `${names[action]}DefaultEmergency${names[kind]}`,
    request: noBody,
    responses: answers,
  })
  return { action, kind, one, byDefault }
}
const switches = [
  switchRoutes('initiate', 'lockdown'),
  switchRoutes('clear', 'lockdown'),
  switchRoutes('initiate', 'egress'),
  switchRoutes('clear', 'egress'),
]

/** `/v1/api/emergency-scenarios`; to create, change, retrieve and delete one is ours. */
export const emergencyScenarioRoutes = (deps: ApiDeps<Stores>) => [
  on(list, async (c) => {
    const query = c.req.valid('query')
    return replyListing(c, await listScenarios(deps, c.var.principal, query), query, emergencyScenario)
  }),
  on(listActive, async (c) => {
    const query = c.req.valid('query')
    return replyListing(c, await listScenarios(deps, c.var.principal, query, true), query, emergencyScenario)
  }),
  on(retrieve, async (c) =>
    reply(c, await getScenario(deps, c.var.principal, c.req.valid('param').scenarioId), emergencyScenarioState),
  ),
  on(create, async (c) =>
    reply(c, await createScenario(deps, c.var.principal, createScenarioOf(c.req.valid('json'))), emergencyScenario),
  ),
  on(update, async (c) => {
    const changes = scenarioChangesOf(c.req.valid('json'))
    return reply(c, await updateScenario(deps, c.var.principal, c.req.valid('param').scenarioId, changes), emergencyScenario)
  }),
  on(remove, async (c) => replyEmpty(c, await removeScenario(deps, c.var.principal, c.req.valid('param').scenarioId))),
  onClearAll(clearAll, async (c) => c.json(failedScenarios(await clearAllScenarios(deps, c.var.principal)), 200)),
  ...switches.flatMap(({ action, kind, one, byDefault }) => [
    on(one, async (c) => {
      const which = { kind, id: c.req.valid('param').scenarioId }
      return reply(c, await actions[action](deps, c.var.principal, which), scenarioResult)
    }),
    on(byDefault, async (c) => reply(c, await actions[action](deps, c.var.principal, { kind, id: 'default' }), scenarioResult)),
  ]),
]
