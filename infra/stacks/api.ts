import { CfnOutput, type Stack } from 'aws-cdk-lib'
import { HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { allow, allowPhotos, allowTable } from '../access.ts'
import { type Blueprint, stackOf } from '../blueprint.ts'
import { accessLogFormat, accessLogs } from '../constructs/access-logs.ts'
import { addHttpRoutes } from '../constructs/http-routes.ts'
import { allowMail, mailFrom } from '../constructs/mail.ts'
import { nodeFunction } from '../constructs/node-function.ts'
import type { StageSettings } from '../stage.ts'
import type { Messaging } from './messaging.ts'
import type { Storage } from './storage.ts'

/** `publicUrl` is the base URL of the HTTP API, without a slash at the end; it is also the issuer of its tokens. */
export type Api = Readonly<{ httpApi: HttpApi; publicUrl: string }>

/** The HTTP API, sign-in and the resources. */
export const apiStack = (blueprint: Blueprint, storage: Storage, messaging: Messaging): Api => {
  const { stage } = blueprint
  const stack = stackOf(blueprint, 'api', 'The HTTP API, sign-in and the resources')
  // Without CORS of its own, which would open the sign-in pages too: what browsers ask before a request goes to the functions.
  const httpApi = new HttpApi(stack, 'HttpApi', { apiName: `sallyport-${stage.name}`, createDefaultStage: false })
  addStage(stack, httpApi, stage)
  const publicUrl = `https://${httpApi.apiId}.execute-api.${stack.region}.${stack.urlSuffix}`
  new CfnOutput(stack, 'PublicUrl', { value: publicUrl })
  const auth = authFunction(stack, blueprint, storage, publicUrl)
  addHttpRoutes(stack, httpApi, auth, ['/oauth/{proxy+}', '/.well-known/{proxy+}', '/login', '/login/{proxy+}'])
  const api = apiFunction(stack, blueprint, storage, messaging, publicUrl)
  addHttpRoutes(stack, httpApi, api, ['/v1/api/{proxy+}', '/openapi.json', '/docs', '$default'])
  return { httpApi, publicUrl }
}

const authFunction = (stack: Stack, blueprint: Blueprint, { table, secrets }: Storage, publicUrl: string): LambdaFunction =>
  nodeFunction(stack, 'Auth', {
    ...blueprint,
    name: 'auth',
    environment: {
      TABLE_NAME: table.tableName,
      PUBLIC_URL: publicUrl,
      SIGNING_KEYS_SECRET: secrets.signingKeys,
      SERVICE_KEYS_SECRET: secrets.serviceKeys,
    },
    allow: [...allowTable(table, 'auth'), allow(['secretsmanager:GetSecretValue'], [secrets.signingKeys, secrets.serviceKeys])],
  })

const apiFunction = (
  stack: Stack,
  blueprint: Blueprint,
  { table, secrets, media, firmware }: Storage,
  { panelWork, postureWork }: Messaging,
  publicUrl: string,
): LambdaFunction =>
  nodeFunction(stack, 'BrivoApi', {
    ...blueprint,
    name: 'brivo-api',
    environment: {
      TABLE_NAME: table.tableName,
      PUBLIC_URL: publicUrl,
      PANEL_WORK_QUEUE_URL: panelWork.queue.queueUrl,
      POSTURE_WORK_QUEUE_URL: postureWork.queue.queueUrl,
      FIRMWARE_BUCKET: firmware.bucketName,
      SERVICE_KEYS_SECRET: secrets.serviceKeys,
      // for the temporary passwords of administrators
      MAIL_FROM: mailFrom(blueprint.stage),
      MEDIA_BUCKET: media.bucketName,
      RATE_LIMITS: JSON.stringify(blueprint.stage.rateLimits),
    },
    allow: [
      ...allowTable(table, 'brivo-api'),
      allowMail(stack, blueprint.stage),
      allowPhotos(media, ['s3:PutObject', 's3:GetObject']),
      allow(['sqs:SendMessage'], [panelWork.queue.queueArn, postureWork.queue.queueArn]),
      allow(['secretsmanager:GetSecretValue'], [secrets.serviceKeys]),
      allow(['s3:GetObject'], [firmware.arnForObjects('manifest.json')]),
      // without it a manifest that is not there yet counts as forbidden
      allow(['s3:ListBucket'], [firmware.bucketArn]),
    ],
  })

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
