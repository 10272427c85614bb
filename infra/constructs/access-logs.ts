import { RemovalPolicy } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import type { StageSettings } from '../stage.ts'

/** The log group of an API's access log, kept as long as the functions' own. */
export const accessLogs = (scope: Construct, stage: StageSettings, name: string): LogGroup =>
  new LogGroup(scope, 'AccessLogs', {
    // the prefix whose resource policy does not grow with every API that logs
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
