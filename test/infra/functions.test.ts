import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type FunctionName, functionNames } from '../../infra/stage.ts'
import { settledEntities } from '../../shared/domain/access/emergencies/panels-to-settle.ts'
import { compiledEntities } from '../../shared/domain/devices/panels/affected.ts'
import { type Resource, type Synthesized, synthesize } from './synthesized.ts'

/** What each handler may read from its environment: the contract between the template, the local cloud and the handlers. */
const environment: Record<FunctionName, string[]> = {
  auth: ['TABLE_NAME', 'PUBLIC_URL', 'SIGNING_KEYS_SECRET', 'SERVICE_KEYS_SECRET'],
  'brivo-api': [
    'TABLE_NAME',
    'PUBLIC_URL',
    'PANEL_WORK_QUEUE_URL',
    'POSTURE_WORK_QUEUE_URL',
    'FIRMWARE_BUCKET',
    'SERVICE_KEYS_SECRET',
    'MAIL_FROM',
    'MEDIA_BUCKET',
    'RATE_LIMITS',
  ],
  'panel-gateway': [
    'TABLE_NAME',
    'PANEL_SOCKET_URL',
    'PANEL_CALLBACK_URL',
    'PANEL_CONFIG_BUCKET',
    'FIRMWARE_BUCKET',
    'PANEL_KEYS_SECRET',
  ],
  'panel-worker': [
    'TABLE_NAME',
    'PANEL_CALLBACK_URL',
    'PANEL_CONFIG_BUCKET',
    'FIRMWARE_BUCKET',
    'PANEL_KEYS_SECRET',
    'PANEL_WORK_QUEUE_URL',
    'POSTURE_WORK_QUEUE_URL',
  ],
  'change-router': [
    'EVENTS_QUEUE_URL',
    'POSTURE_WORK_QUEUE_URL',
    'CONFIG_URGENT_QUEUE_URL',
    'CONFIG_WORK_QUEUE_URL',
    'NAME_COPIES_QUEUE_URL',
    'JOBS_QUEUE_URL',
    'FAILURES_QUEUE_URL',
  ],
  'config-compiler': [
    'TABLE_NAME',
    'PANEL_CONFIG_BUCKET',
    'PANEL_WORK_QUEUE_URL',
    'CONFIG_URGENT_QUEUE_URL',
    'CONFIG_WORK_QUEUE_URL',
    'PANEL_CALLBACK_URL',
    'PANEL_KEYS_SECRET',
  ],
  'event-fanout': ['TABLE_NAME', 'DELIVERIES_QUEUE_URL', 'DELIVERIES_SLOW_QUEUE_URL'],
  'name-copier': ['TABLE_NAME'],
  'job-runner': ['TABLE_NAME', 'JOBS_QUEUE_URL'],
  'webhook-sender': [
    'TABLE_NAME',
    'SERVICE_KEYS_SECRET',
    'DELIVERIES_QUEUE_URL',
    'DELIVERIES_SLOW_QUEUE_URL',
    'MAIL_FROM',
    'ALLOW_LOOPBACK_RECEIVERS',
  ],
  timers: ['TABLE_NAME', 'DELIVERIES_QUEUE_URL', 'DELIVERIES_SLOW_QUEUE_URL', 'MEDIA_BUCKET'],
}

/** Routes by the function that answers them. */
const routes: Partial<Record<FunctionName, string[]>> = {
  auth: ['ANY /oauth/{proxy+}', 'ANY /.well-known/{proxy+}', 'ANY /login', 'ANY /login/{proxy+}'],
  'brivo-api': ['ANY /v1/api/{proxy+}', 'ANY /openapi.json', 'ANY /docs', '$default'],
  'panel-gateway': ['ANY /panels/{proxy+}', '$connect', '$default', '$disconnect'],
}

let prod: Synthesized
let functions: Map<string, Resource>

beforeAll(() => {
  prod = synthesize('prod')
  functions = new Map(prod.all('AWS::Lambda::Function').map((each) => [each.Properties?.FunctionName, each]))
}, 120_000)

const propertiesOf = (name: FunctionName) => functions.get(`sallyport-prod-${name}`)?.Properties

it('there is a Lambda function for every folder of functions, and no other', () => {
  expect([...functions.keys()].toSorted()).toEqual(functionNames.map((name) => `sallyport-prod-${name}`).toSorted())
})

describe.each(functionNames)('functions/%s', (name) => {
  it('is given the environment it reads, and nothing else', () => {
    const given = propertiesOf(name)?.Environment.Variables
    expect(Object.keys(given).toSorted()).toEqual(['STAGE', 'NODE_OPTIONS', ...environment[name]].toSorted())
    expect(given.STAGE).toBe('prod')
  })

  it('is given all that its handler reads', () => {
    const handler = readFileSync(join(import.meta.dirname, '../../functions', name, 'handler.ts'), 'utf8')
    const read = [...handler.matchAll(/\b([A-Z][A-Z_]+): z\./g)].map(([, key]) => key)
    expect(read.length).toBeGreaterThan(0)
    expect(['STAGE', ...environment[name]]).toEqual(expect.arrayContaining(read))
  })

  it('runs on Node.js 24 and arm64 from index.mjs, traced, within its time', () => {
    expect(propertiesOf(name)).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
    })
    expect(propertiesOf(name)?.Timeout).toBeLessThanOrEqual(120)
  })

  it('logs into a group of its own that forgets after a year', () => {
    const groups = prod
      .all('AWS::Logs::LogGroup')
      .filter((each) => each.Properties?.LogGroupName === `/aws/lambda/sallyport-prod-${name}`)
    expect(groups.map((each) => each.Properties?.RetentionInDays)).toEqual([365])
    expect(propertiesOf(name)?.LoggingConfig.LogGroup).toEqual({ Ref: groups[0]?.id })
  })

  it('answers its routes, and nothing else', () => {
    const integrations = new Map(prod.all('AWS::ApiGatewayV2::Integration').map((each) => [each.id, JSON.stringify(each)]))
    const answered = prod
      .all('AWS::ApiGatewayV2::Route')
      .filter(({ Properties }) =>
        integrations.get(Properties?.Target['Fn::Join'][1][1].Ref)?.includes(`"${functions.get(`sallyport-prod-${name}`)?.id}"`),
      )
      .map(({ Properties }) => Properties?.RouteKey)
    expect(answered.toSorted()).toEqual((routes[name] ?? []).toSorted())
  })
})

describe('sources of events', () => {
  const mappingsOf = (name: FunctionName) =>
    prod
      .all('AWS::Lambda::EventSourceMapping')
      .filter(({ Properties }) => Properties?.FunctionName.Ref === functions.get(`sallyport-prod-${name}`)?.id)

  it('every mapping reports the items of a batch that failed, so that the others are not done twice', () => {
    const mappings = prod.all('AWS::Lambda::EventSourceMapping')
    expect(mappings).toHaveLength(10)
    for (const { Properties } of mappings) expect(Properties?.FunctionResponseTypes).toEqual(['ReportBatchItemFailures'])
  })

  it.each([
    ['panel-worker', 2],
    ['event-fanout', 1],
    ['config-compiler', 2],
    ['name-copier', 1],
    ['job-runner', 1],
    ['webhook-sender', 2],
  ] as const)('functions/%s takes from %i queue(s), no more at once than the stage says', (name, count) => {
    const mappings = mappingsOf(name)
    expect(mappings).toHaveLength(count)
    for (const { Properties } of mappings) expect(Properties?.ScalingConfig.MaximumConcurrency).toBeGreaterThanOrEqual(2)
  })

  const streamMappings = () =>
    prod.all('AWS::Lambda::EventSourceMapping').filter(({ Properties }) => Properties?.StartingPosition !== undefined)

  it('the stream has one reader, which splits a bad batch, gives up in the end and says so', () => {
    const [mapping, ...more] = streamMappings()
    expect(more).toEqual([])
    expect(mapping?.Properties?.FunctionName.Ref).toBe(functions.get('sallyport-prod-change-router')?.id)
    expect(mapping?.Properties).toMatchObject({
      BatchSize: 100,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 10,
      StartingPosition: 'TRIM_HORIZON',
    })
    expect(mapping?.Properties?.DestinationConfig.OnFailure.Destination).toBeDefined()
  })

  it('the reader is handed new events and jobs, and changes of exactly the entities that rules and modes are made from', () => {
    const filters: { Pattern: string }[] = streamMappings()[0]?.Properties?.FilterCriteria.Filters
    const [events, changed, removed] = filters.map(({ Pattern }) => JSON.parse(Pattern))
    expect(events).toEqual({ eventName: ['INSERT'], dynamodb: { NewImage: { entity: { S: ['event', 'batch-job'] } } } })
    const entities = changed.dynamodb.NewImage.entity.S
    expect(entities.toSorted()).toEqual([...new Set([...compiledEntities, ...settledEntities])].toSorted())
    // whose names are copied
    expect(entities).toEqual(expect.arrayContaining(['site', 'group']))
    expect(removed).toEqual({ eventName: ['REMOVE'], dynamodb: { OldImage: { entity: { S: entities } } } })
  })

  it('the minute tick wakes the timers, and never two of them at once', () => {
    const [schedule, ...more] = prod.all('AWS::Scheduler::Schedule')
    expect(more).toEqual([])
    expect(schedule?.Properties).toMatchObject({ ScheduleExpression: 'cron(* * * * ? *)', State: 'ENABLED' })
    expect(schedule?.Properties?.Target.Arn['Fn::GetAtt'][0]).toBe(functions.get('sallyport-prod-timers')?.id)
    expect(propertiesOf('timers')?.ReservedConcurrentExecutions).toBe(1)
    const [invoked] = prod.all('AWS::Lambda::EventInvokeConfig')
    expect(invoked?.Properties).toMatchObject({ MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 })
  })
})
