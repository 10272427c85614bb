import { ExplainInput, questionOf } from '../../../../shared/dialects/brivo/decisions/inputs.ts'
import { ExplanationWire, explanationWire } from '../../../../shared/dialects/brivo/decisions/wire.ts'
import { type ExplainStores, explainDecision } from '../../../../shared/domain/access/explanations/explain.ts'
import { route } from '../../../../shared/http/route.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json, jsonBody } from '../../wire.ts'

const explain = route('post', '/explain', {
  operationId: 'explainDecision',
  // Who may not see people, or credentials where one is named, is refused by the operation.
  permission: 'access-points:view',
  request: jsonBody(ExplainInput),
  responses: { 200: json('What the panel would decide, and why', ExplanationWire), ...errors(400, 403, 404) },
})

/** `/v1/api/decisions`: ours. */
export const decisionRoutes = (deps: ApiDeps<ExplainStores>) => [
  on(explain, async (c) => {
    const question = questionOf(c.req.valid('json'), deps.now())
    return reply(c, await explainDecision(deps, c.var.principal, question), explanationWire)
  }),
]
