import { RemovalPolicy, type Stack } from 'aws-cdk-lib'
import { CfnAccount } from 'aws-cdk-lib/aws-apigateway'
import { LogGroupLogDestination, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2'
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { allow, type Grant } from '../access.ts'
import { acknowledge } from '../acknowledge.ts'
import type { StageSettings } from '../stage.ts'
import { accessLogFormat, accessLogs } from './access-logs.ts'

/** The WebSocket API that panels stay connected to. */
export type PanelSocket = Readonly<{
  api: WebSocketApi
  /** wss://..., what a panel dials. */
  socketUrl: string
  /** https://..., where a function posts what a panel is to hear. */
  callbackUrl: string
}>

export const panelSocket = (stack: Stack, stage: StageSettings): PanelSocket => {
  const api = new WebSocketApi(stack, 'SocketApi', {
    apiName: `sallyport-${stage.name}-panels`,
    routeSelectionExpression: '$request.body.type',
  })
  const socketStage = new WebSocketStage(stack, 'SocketStage', {
    webSocketApi: api,
    stageName: stage.name,
    autoDeploy: true,
    detailedMetricsEnabled: true,
    throttle: { rateLimit: stage.socketThrottle.rate, burstLimit: stage.socketThrottle.burst },
    accessLogSettings: {
      destination: new LogGroupLogDestination(accessLogs(stack, stage, 'sockets')),
      format: accessLogFormat({ connectionId: '$context.connectionId', route: '$context.routeKey', status: '$context.status' }),
    },
  })
  socketStage.node.addDependency(accountMayLog(stack))
  const host = `${api.apiId}.execute-api.${stack.region}.${stack.urlSuffix}/${stage.name}`
  return { api, socketUrl: `wss://${host}`, callbackUrl: `https://${host}` }
}

/** Hands all that comes over the socket to one function. */
export const addSocketRoutes = ({ api }: PanelSocket, gateway: LambdaFunction): void => {
  for (const [id, routeKey] of [
    ['Connect', '$connect'],
    ['Default', '$default'],
    ['Disconnect', '$disconnect'],
  ] as const) {
    acknowledge(
      api.addRoute(routeKey, { integration: new WebSocketLambdaIntegration(`${id}Integration`, gateway) }),
      'AwsSolutions-APIG4',
      "$connect checks the panel's signed assertion in the function; the other routes run only on a connection it let in",
    )
  }
}

/** The right to speak on the panels' sockets: POST sends, DELETE closes. */
export const allowSocket = (
  stack: Stack,
  stage: StageSettings,
  { api }: PanelSocket,
  verbs: readonly ('POST' | 'DELETE')[],
): Grant => {
  const connections = verbs.map((verb) =>
    stack.formatArn({ service: 'execute-api', resource: api.apiId, resourceName: `${stage.name}/${verb}/@connections/*` }),
  )
  return {
    ...allow(['execute-api:ManageConnections'], connections),
    whyWildcard: 'API Gateway gives each connection its id as it opens; the API, the stage and the verb are named',
  }
}

/** Unlike an HTTP API, a WebSocket API writes its access log through a role that is set once for the whole account. */
const accountMayLog = (stack: Stack): CfnAccount => {
  const role = new Role(stack, 'ApiGatewayLogsRole', {
    assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
    managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
  })
  acknowledge(
    role,
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    'API Gateway checks for exactly these rights when the role is set for the account',
  )
  const account = new CfnAccount(stack, 'ApiGatewayAccount', { cloudWatchRoleArn: role.roleArn })
  // another stage in this account may log through it
  account.applyRemovalPolicy(RemovalPolicy.RETAIN)
  role.applyRemovalPolicy(RemovalPolicy.RETAIN)
  return account
}
