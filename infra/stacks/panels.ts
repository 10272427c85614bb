import { CfnOutput, type Stack } from 'aws-cdk-lib'
import { type Function as LambdaFunction, RecursiveLoop } from 'aws-cdk-lib/aws-lambda'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { allow, allowTable, type Grant } from '../access.ts'
import { type Blueprint, stackOf } from '../blueprint.ts'
import { addHttpRoutes } from '../constructs/http-routes.ts'
import { nodeFunction } from '../constructs/node-function.ts'
import { addSocketRoutes, allowSocket, type PanelSocket, panelSocket } from '../constructs/panel-socket.ts'
import type { Api } from './api.ts'
import type { Messaging } from './messaging.ts'
import type { Storage } from './storage.ts'

type Shared = Blueprint & Storage & Messaging & Readonly<{ stack: Stack; socket: PanelSocket }>

/** Where panels connect, what is pushed to them, and what compiles their rules. */
export const panelsStack = (blueprint: Blueprint, storage: Storage, messaging: Messaging, api: Api): PanelSocket => {
  const stack = stackOf(blueprint, 'panels', 'Sockets, commands and rules of the control panels')
  const socket = panelSocket(stack, blueprint.stage)
  new CfnOutput(stack, 'PanelSocketUrl', { value: socket.socketUrl })
  const shared: Shared = { ...blueprint, ...storage, ...messaging, stack, socket }
  const gateway = panelGateway(shared)
  addHttpRoutes(stack, api.httpApi, gateway, ['/panels/{proxy+}'])
  addSocketRoutes(socket, gateway)
  panelWorker(shared)
  configCompiler(shared)
  return socket
}

const panelGateway = (shared: Shared): LambdaFunction => {
  const { stack, stage, table, secrets, panelConfig, firmware, socket } = shared
  return nodeFunction(stack, 'PanelGateway', {
    ...shared,
    name: 'panel-gateway',
    environment: {
      TABLE_NAME: table.tableName,
      PANEL_SOCKET_URL: socket.socketUrl,
      PANEL_CALLBACK_URL: socket.callbackUrl,
      PANEL_CONFIG_BUCKET: panelConfig.bucketName,
      FIRMWARE_BUCKET: firmware.bucketName,
      PANEL_KEYS_SECRET: secrets.panelKeys,
    },
    allow: [
      ...allowTable(table, 'panel-gateway'),
      allowSnapshots(shared, 's3:GetObject'),
      allowImages(shared),
      allow(['secretsmanager:GetSecretValue'], [secrets.panelKeys]),
      allowSocket(stack, stage, socket, ['POST', 'DELETE']),
    ],
  })
}

const panelWorker = (shared: Shared): void => {
  const { stack, stage, table, secrets, panelConfig, firmware, panelWork, postureWork, socket } = shared
  const worker = nodeFunction(stack, 'PanelWorker', {
    ...shared,
    name: 'panel-worker',
    environment: {
      TABLE_NAME: table.tableName,
      PANEL_CALLBACK_URL: socket.callbackUrl,
      PANEL_CONFIG_BUCKET: panelConfig.bucketName,
      FIRMWARE_BUCKET: firmware.bucketName,
      PANEL_KEYS_SECRET: secrets.panelKeys,
      PANEL_WORK_QUEUE_URL: panelWork.queue.queueUrl,
      POSTURE_WORK_QUEUE_URL: postureWork.queue.queueUrl,
    },
    allow: [
      ...allowTable(table, 'panel-worker'),
      allow(['sqs:SendMessage'], [panelWork.queue.queueArn, postureWork.queue.queueArn]),
      allowSnapshots(shared, 's3:GetObject'),
      allowImages(shared),
      allow(['secretsmanager:GetSecretValue'], [secrets.panelKeys]),
      allowSocket(stack, stage, socket, ['POST']),
    ],
    // an emergency of a whole account sends itself on, page by page, and a command without a receipt until it is over; both end by themselves,
    // and Lambda must not do so before
    invocation: { recursiveLoop: RecursiveLoop.ALLOW },
  })
  const source = { batchSize: 10, reportBatchItemFailures: true }
  for (const [queue, maxConcurrency] of [
    [postureWork.queue, stage.maxConcurrency.postureWork],
    [panelWork.queue, stage.maxConcurrency.panelWork],
  ] as const) {
    worker.addEventSource(new SqsEventSource(queue, { ...source, maxConcurrency }))
  }
}

const configCompiler = (shared: Shared): void => {
  const { stack, stage, table, secrets, panelConfig, panelWork, configUrgent, configWork, socket } = shared
  const compiler = nodeFunction(stack, 'ConfigCompiler', {
    ...shared,
    name: 'config-compiler',
    environment: {
      TABLE_NAME: table.tableName,
      PANEL_CONFIG_BUCKET: panelConfig.bucketName,
      PANEL_WORK_QUEUE_URL: panelWork.queue.queueUrl,
      CONFIG_URGENT_QUEUE_URL: configUrgent.queue.queueUrl,
      CONFIG_WORK_QUEUE_URL: configWork.queue.queueUrl,
      PANEL_CALLBACK_URL: socket.callbackUrl,
      PANEL_KEYS_SECRET: secrets.panelKeys,
    },
    allow: [
      ...allowTable(table, 'config-compiler'),
      allowSnapshots(shared, 's3:PutObject'),
      allow(['sqs:SendMessage'], [panelWork.queue.queueArn, configUrgent.queue.queueArn, configWork.queue.queueArn]),
      // a change of one person goes to panels from here
      allow(['secretsmanager:GetSecretValue'], [secrets.panelKeys]),
      allowSocket(stack, stage, socket, ['POST']),
    ],
    // a search for panels sends itself on, page by page; the last page ends it, and Lambda must not do so before
    invocation: { recursiveLoop: RecursiveLoop.ALLOW },
  })
  // people of an account who change together reach each panel together; a snapshot of many people takes some 100 MB
  const source = { batchSize: 5, reportBatchItemFailures: true }
  for (const [queue, maxConcurrency] of [
    [configUrgent.queue, stage.maxConcurrency.configUrgent],
    [configWork.queue, stage.maxConcurrency.configWork],
  ] as const) {
    compiler.addEventSource(new SqsEventSource(queue, { ...source, maxConcurrency }))
  }
}

const allowSnapshots = ({ panelConfig }: Shared, action: 's3:GetObject' | 's3:PutObject'): Grant => ({
  ...allow([action], [panelConfig.arnForObjects('*')]),
  whyWildcard:
    'A snapshot is named by its account, panel and version, which come long after the role; the bucket holds nothing else',
})

/** Panels fetch images by addresses that these functions sign, so that is what they may read. */
const allowImages = ({ firmware }: Shared): Grant => ({
  ...allow(['s3:GetObject'], [firmware.arnForObjects('images/*')]),
  whyWildcard: 'An image is named by its version, which is published long after the role',
})
