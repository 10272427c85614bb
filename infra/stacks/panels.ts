import { CfnOutput, type Stack } from 'aws-cdk-lib'
import { CfnAccount } from 'aws-cdk-lib/aws-apigateway'
import { LogGroupLogDestination, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2'
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { ManagedPolicy, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { allow, allowTable } from '../access.ts'
import { acknowledge } from '../acknowledge.ts'
import { type Blueprint, stackOf } from '../blueprint.ts'
import { nodeFunction } from '../constructs/node-function.ts'
import { streamFailures } from '../constructs/queue-with-dlq.ts'
import { streamSource } from '../constructs/stream-source.ts'
import { type Api, accessLogFormat, accessLogs, addHttpRoutes } from './api.ts'
import type { Messaging } from './messaging.ts'
import type { Storage } from './storage.ts'

/** Where panels connect, what is pushed to them, and what compiles their rules. */
export type Panels = Readonly<{
  socketApi: WebSocketApi
  gateway: LambdaFunction
  worker: LambdaFunction
  compiler: LambdaFunction
  compilerFailures: Queue
}>

/** Items whose change may change what a panel must know. Presence, events and commands are not among them. */
const compiledEntities = [
  'user',
  'credential',
  'group',
  'group-member',
  'permission',
  'schedule',
  'holiday',
  'site',
  'access-point',
  'panel',
]

type Shared = Readonly<{
  stack: Stack
  blueprint: Blueprint
  storage: Storage
  messaging: Messaging
  publicUrl: string
  socketUrl: string
  callbackUrl: string
  /** PostToConnection and DeleteConnection on the panels' sockets, and nothing else of the API. */
  mayPush: PolicyStatement
}>

export const panelsStack = (blueprint: Blueprint, storage: Storage, messaging: Messaging, api: Api): Panels => {
  const { stage } = blueprint
  const stack = stackOf(blueprint, 'panels', 'Sockets, commands and rules of the control panels')
  const socketApi = new WebSocketApi(stack, 'SocketApi', {
    apiName: `sallyport-${stage.name}-panels`,
    routeSelectionExpression: '$request.body.type',
  })
  const host = `${socketApi.apiId}.execute-api.${stack.region}.${stack.urlSuffix}/${stage.name}`
  const sockets = stack.formatArn({
    service: 'execute-api',
    resource: socketApi.apiId,
    resourceName: `${stage.name}/*/@connections/*`,
  })
  const shared: Shared = {
    stack,
    blueprint,
    storage,
    messaging,
    publicUrl: api.publicUrl,
    socketUrl: `wss://${host}`,
    callbackUrl: `https://${host}`,
    mayPush: allow(['execute-api:ManageConnections'], [sockets]),
  }
  new CfnOutput(stack, 'PanelSocketUrl', { value: shared.socketUrl })
  const gateway = panelGateway(shared)
  addHttpRoutes(stack, api.httpApi, gateway, ['/panels/{proxy+}'])
  addSocketRoutes(socketApi, gateway)
  addSocketStage(shared, socketApi)
  return { socketApi, gateway, worker: panelWorker(shared), ...configCompiler(shared) }
}

const panelGateway = ({ stack, blueprint, storage, messaging, ...urls }: Shared): LambdaFunction =>
  nodeFunction(stack, 'PanelGateway', {
    ...blueprint,
    name: 'panel-gateway',
    environment: {
      TABLE_NAME: storage.table.tableName,
      PUBLIC_URL: urls.publicUrl,
      PANEL_SOCKET_URL: urls.socketUrl,
      PANEL_CALLBACK_URL: urls.callbackUrl,
      PANEL_CONFIG_BUCKET: storage.panelConfig.bucketName,
      PANEL_KEYS_SECRET: storage.secrets.panelKeys,
      PANEL_WORK_QUEUE_URL: messaging.panelWork.queue.queueUrl,
    },
    allow: [
      ...allowTable(storage.table, {
        items: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
        query: ['table', 'GSI1'],
        leadingKeys: ['A#*', 'G#*'],
      }),
      allow(['s3:GetObject'], [storage.panelConfig.arnForObjects('*')]),
      allow(['secretsmanager:GetSecretValue'], [storage.secrets.panelKeys]),
      allow(['sqs:SendMessage'], [messaging.panelWork.queue.queueArn]),
      urls.mayPush,
    ],
  })

const panelWorker = ({ stack, blueprint, storage, messaging, ...urls }: Shared): LambdaFunction => {
  const worker = nodeFunction(stack, 'PanelWorker', {
    ...blueprint,
    name: 'panel-worker',
    environment: {
      TABLE_NAME: storage.table.tableName,
      PANEL_CALLBACK_URL: urls.callbackUrl,
      PANEL_CONFIG_BUCKET: storage.panelConfig.bucketName,
      PANEL_KEYS_SECRET: storage.secrets.panelKeys,
    },
    allow: [
      ...allowTable(storage.table, { items: ['GetItem', 'UpdateItem'], query: ['table', 'GSI1'], leadingKeys: ['A#*'] }),
      allow(['s3:GetObject'], [storage.panelConfig.arnForObjects('*')]),
      allow(['secretsmanager:GetSecretValue'], [storage.secrets.panelKeys]),
      urls.mayPush,
    ],
  })
  worker.addEventSource(
    new SqsEventSource(messaging.panelWork.queue, {
      batchSize: 10,
      reportBatchItemFailures: true,
      maxConcurrency: blueprint.stage.maxConcurrency.panelWork,
    }),
  )
  return worker
}

const configCompiler = ({ stack, blueprint, storage, messaging }: Shared): Pick<Panels, 'compiler' | 'compilerFailures'> => {
  const { stage } = blueprint
  const compiler = nodeFunction(stack, 'ConfigCompiler', {
    ...blueprint,
    name: 'config-compiler',
    environment: {
      TABLE_NAME: storage.table.tableName,
      PANEL_CONFIG_BUCKET: storage.panelConfig.bucketName,
      PANEL_KEYS_SECRET: storage.secrets.panelKeys,
      PANEL_WORK_QUEUE_URL: messaging.panelWork.queue.queueUrl,
    },
    allow: [
      ...allowTable(storage.table, {
        items: ['GetItem', 'BatchGetItem', 'UpdateItem'],
        query: ['table', 'GSI1', 'GSI2'],
        leadingKeys: ['A#*'],
      }),
      allow(['s3:PutObject'], [storage.panelConfig.arnForObjects('*')]),
      allow(['secretsmanager:GetSecretValue'], [storage.secrets.panelKeys]),
      allow(['sqs:SendMessage'], [messaging.panelWork.queue.queueArn]),
    ],
  })
  const compilerFailures = streamFailures(stack, 'ConfigCompilerFailures', stage, 'config-compiler')
  const entity = { entity: { S: compiledEntities } }
  streamSource(stack, 'ConfigCompilerStream', {
    table: storage.table,
    target: compiler,
    // what was removed is known by its old image only
    filters: [{ dynamodb: { NewImage: entity } }, { eventName: ['REMOVE'], dynamodb: { OldImage: entity } }],
    batchSize: 100,
    parallelization: stage.streamParallelization.configCompiler,
    failures: compilerFailures,
  })
  return { compiler, compilerFailures }
}

const addSocketRoutes = (socketApi: WebSocketApi, gateway: LambdaFunction): void => {
  for (const [id, routeKey] of [
    ['Connect', '$connect'],
    ['Default', '$default'],
    ['Disconnect', '$disconnect'],
  ] as const) {
    const integration = new WebSocketLambdaIntegration(`${id}Integration`, gateway)
    acknowledge(
      socketApi.addRoute(routeKey, { integration }),
      'AwsSolutions-APIG4',
      "$connect checks the panel's signed assertion in the function; the other routes run only on a connection it let in",
    )
  }
}

const addSocketStage = ({ stack, blueprint: { stage } }: Shared, socketApi: WebSocketApi): void => {
  const socketStage = new WebSocketStage(stack, 'SocketStage', {
    webSocketApi: socketApi,
    stageName: stage.name,
    autoDeploy: true,
    detailedMetricsEnabled: true,
    throttle: { rateLimit: stage.socketThrottle.rate, burstLimit: stage.socketThrottle.burst },
    accessLogSettings: {
      destination: new LogGroupLogDestination(accessLogs(stack, stage, 'sockets')),
      format: accessLogFormat({ connectionId: '$context.connectionId', route: '$context.routeKey', status: '$context.status' }),
    },
  })
  // unlike an HTTP API, a WebSocket API logs through a role that is set once for the whole account
  const role = new Role(stack, 'ApiGatewayLogsRole', {
    assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
    managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
  })
  acknowledge(
    role,
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    'API Gateway checks for exactly these rights when the role is set for the account',
  )
  socketStage.node.addDependency(new CfnAccount(stack, 'ApiGatewayAccount', { cloudWatchRoleArn: role.roleArn }))
}
