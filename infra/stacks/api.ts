import { CfnOutput, RemovalPolicy, type Stack } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import { HttpApi, HttpMethod, HttpRoute, HttpRouteKey, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { allow, allowTable } from '../access.ts'
import { acknowledge } from '../acknowledge.ts'
import { type Blueprint, stackOf } from '../blueprint.ts'
import { nodeFunction } from '../constructs/node-function.ts'
import type { StageSettings } from '../stage.ts'
import type { Messaging } from './messaging.ts'
import type { Storage } from './storage.ts'

/** The HTTP API; `publicUrl` is its base URL without a slash at the end, which is also the issuer of its tokens. */
export type Api = Readonly<{ httpApi: HttpApi; publicUrl: string; auth: LambdaFunction; api: LambdaFunction }>

export const apiStack = (blueprint: Blueprint, storage: Storage, messaging: Messaging): Api => {
  const { stage } = blueprint
  const stack = stackOf(blueprint, 'api', 'The HTTP API, sign-in and the resources')
  const httpApi = new HttpApi(stack, 'HttpApi', { apiName: `sallyport-${stage.name}`, createDefaultStage: false })
  addStage(stack, httpApi, stage)
  const publicUrl = `https://${httpApi.apiId}.execute-api.${stack.region}.${stack.urlSuffix}`
  new CfnOutput(stack, 'PublicUrl', { value: publicUrl })
  const auth = nodeFunction(stack, 'Auth', {
    ...blueprint,
    name: 'auth',
    environment: {
      TABLE_NAME: storage.table.tableName,
      PUBLIC_URL: publicUrl,
      SIGNING_KEYS_SECRET: storage.secrets.signingKeys,
      SERVICE_KEYS_SECRET: storage.secrets.serviceKeys,
    },
    allow: [
      ...allowTable(storage.table, {
        items: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
        query: ['table'],
        leadingKeys: ['A#*', 'G#*', 'T#*'],
      }),
      allow(['secretsmanager:GetSecretValue'], [storage.secrets.signingKeys, storage.secrets.serviceKeys]),
    ],
  })
  const api = nodeFunction(stack, 'Api', {
    ...blueprint,
    name: 'api',
    environment: {
      TABLE_NAME: storage.table.tableName,
      PUBLIC_URL: publicUrl,
      PANEL_WORK_QUEUE_URL: messaging.panelWork.queue.queueUrl,
      SERVICE_KEYS_SECRET: storage.secrets.serviceKeys,
    },
    allow: [
      ...allowTable(storage.table, {
        items: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
        query: ['table', 'GSI1', 'GSI2'],
        leadingKeys: ['A#*', 'G#*'],
      }),
      allow(['sqs:SendMessage'], [messaging.panelWork.queue.queueArn]),
      allow(['secretsmanager:GetSecretValue'], [storage.secrets.serviceKeys]),
    ],
  })
  addHttpRoutes(stack, httpApi, auth, ['/oauth/{proxy+}', '/.well-known/{proxy+}', '/login', '/login/{proxy+}'])
  addHttpRoutes(stack, httpApi, api, ['/v1/api/{proxy+}', '/openapi.json', '/docs', '$default'])
  return { httpApi, publicUrl, auth, api }
}

/**
 * Hands every verb of the paths to one function, which says itself what a verb it lacks is answered with. The routes belong to
 * `scope`'s stack, so that a later stack may add its own to an API of an earlier one.
 */
export const addHttpRoutes = (scope: Construct, httpApi: HttpApi, target: LambdaFunction, paths: readonly string[]): void => {
  const integration = new HttpLambdaIntegration(`${target.node.id}Integration`, target)
  for (const path of paths) {
    const route = new HttpRoute(scope, `${target.node.id} ${path.replaceAll('/', ' ').trim()}`, {
      httpApi,
      integration,
      routeKey: path === '$default' ? HttpRouteKey.DEFAULT : HttpRouteKey.with(path, HttpMethod.ANY),
    })
    acknowledge(
      route,
      'AwsSolutions-APIG4',
      'The function authenticates: tokens, API keys and panel assertions need the statuses and bodies of the API document',
    )
  }
}

const addStage = (stack: Stack, httpApi: HttpApi, stage: StageSettings): void => {
  new HttpStage(stack, 'HttpStage', {
    httpApi,
    stageName: '$default',
    autoDeploy: true,
    detailedMetricsEnabled: true,
    throttle: { rateLimit: stage.httpThrottle.rate, burstLimit: stage.httpThrottle.burst },
    accessLogSettings: {
      destination: new LogGroupLogDestination(accessLogs(stack, stage, 'http')),
      format: accessLogFormat({ path: '$context.path', verb: '$context.httpMethod', status: '$context.status' }),
    },
  })
}

/** The log group of an API's access log, kept as long as the functions' own. */
export const accessLogs = (scope: Construct, stage: StageSettings, name: string): LogGroup =>
  new LogGroup(scope, 'AccessLogs', {
    logGroupName: `/aws/vendedlogs/sallyport-${stage.name}-${name}`,
    retention: stage.logRetentionDays,
    removalPolicy: stage.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  })

/** One JSON object per request. Never a query string or a header: tokens and codes travel in both. */
export const accessLogFormat = (fields: Readonly<Record<string, string>>): AccessLogFormat =>
  AccessLogFormat.custom(
    JSON.stringify({
      requestId: '$context.requestId',
      at: '$context.requestTimeEpoch',
      ip: '$context.identity.sourceIp',
      ...fields,
      latency: '$context.integrationLatency',
      error: '$context.integrationErrorMessage',
    }),
  )
