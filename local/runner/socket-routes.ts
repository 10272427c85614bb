import type { FunctionHost } from './function-host.ts'
import type { Functions } from './functions.ts'
import type { Model } from './model.ts'

/** A WebSocket API: its stage, how a message picks a route, and the function behind each route. */
export type SocketRoutes = {
  readonly stage: string
  readonly selection: string
  readonly routes: ReadonlyMap<string, FunctionHost>
}

/** The routes of the template's WebSocket API, or undefined when it has none. */
export const socketRoutes = (model: Model, functions: Functions): SocketRoutes | undefined => {
  const api = model.ofType('AWS::ApiGatewayV2::Api').find((resource) => model.properties(resource).ProtocolType === 'WEBSOCKET')
  if (!api) return undefined
  const id = model.ref(api)
  const ofApi = (type: string) => model.ofType(type).filter((resource) => model.properties(resource).ApiId === id)
  const integrations = new Map(
    ofApi('AWS::ApiGatewayV2::Integration').map((resource) => [model.ref(resource), model.properties(resource)]),
  )
  const routes = new Map<string, FunctionHost>()
  for (const route of ofApi('AWS::ApiGatewayV2::Route').map((resource) => model.properties(resource))) {
    const integration = integrations.get(String(route.Target).replace('integrations/', ''))
    routes.set(String(route.RouteKey), functions.find(String(integration?.IntegrationUri)))
  }
  const [stage] = ofApi('AWS::ApiGatewayV2::Stage')
  return {
    stage: stage ? model.ref(stage) : 'local',
    selection: String(model.properties(api).RouteSelectionExpression ?? '$request.body.action'),
    routes,
  }
}
