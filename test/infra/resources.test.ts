import { beforeAll, describe, expect, it } from 'vitest'
import { stageNames, stages } from '../../infra/stage.ts'
import { driftMessage } from '../../shared/domain/devices/rules-log/due.ts'
import { type Resource, type Synthesized, synthesize } from './synthesized.ts'

let prod: Synthesized
beforeAll(() => {
  prod = synthesize('prod')
}, 120_000)

/** Statements of the policy that is attached to a resource. */
const policyOf = (type: string, property: string, id: string) =>
  prod
    .all(type)
    .filter(({ Properties }) => JSON.stringify(Properties?.[property]).includes(`"${id}"`))
    .flatMap(({ Properties }) => Properties?.PolicyDocument.Statement)

const tlsOnly = expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })

describe('the table', () => {
  const table = () => prod.all('AWS::DynamoDB::Table')

  it('is one, keyed by pk and sk, with two indexes', () => {
    expect(table()).toHaveLength(1)
    expect(table()[0]?.Properties).toMatchObject({
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: [
        { IndexName: 'GSI1', Projection: { ProjectionType: 'ALL' } },
        { IndexName: 'GSI2', Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['find'] } },
      ],
    })
  })

  it('streams every change, deletes items after their `ttl`, and can be restored to any second', () => {
    expect(table()[0]?.Properties).toMatchObject({
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    })
  })

  it('cannot be deleted by a deployment, or by hand in one step', () => {
    expect(table()[0]).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { DeletionProtectionEnabled: true },
    })
  })
})

describe('queues', () => {
  const named = (name: string) =>
    prod.all('AWS::SQS::Queue').find(({ Properties }) => Properties?.QueueName === `sallyport-prod-${name}`)
  const alarms = () => prod.all('AWS::CloudWatch::Alarm')
  const alarmsOn = (name: string, metric: string) =>
    alarms().filter(
      ({ Properties }) => Properties?.MetricName === metric && Properties.Dimensions?.[0]?.Value === `sallyport-prod-${name}`,
    )

  it.each([
    'panel-work',
    'posture-work',
    'events',
    'config-urgent',
    'config-work',
    'name-copies',
    'jobs',
    'deliveries',
    'deliveries-slow',
  ])('%s puts aside what fails, and alarms on age, depth and what was put aside', (name) => {
    const dead = named(`${name}-dead`)
    expect(named(name)?.Properties?.RedrivePolicy.deadLetterTargetArn).toEqual({ 'Fn::GetAtt': [dead?.id, 'Arn'] })
    expect(dead?.Properties?.MessageRetentionPeriod).toBe(14 * 24 * 3600)
    expect(alarmsOn(name, 'ApproximateAgeOfOldestMessage')).toHaveLength(1)
    expect(alarmsOn(name, 'ApproximateNumberOfMessagesVisible')).toHaveLength(1)
    expect(alarmsOn(`${name}-dead`, 'ApproximateNumberOfMessagesVisible')).toHaveLength(1)
  })

  it.each(['change-router-failed'])('%s rings as soon as a record of the stream cannot be handed on', (name) => {
    expect(named(name)).toBeDefined()
    expect(alarmsOn(name, 'ApproximateNumberOfMessagesVisible').map(({ Properties }) => Properties?.Threshold)).toEqual([1])
  })

  it.each([
    ['panel-work', 'panel-worker'],
    ['posture-work', 'panel-worker'],
    ['events', 'event-fanout'],
    ['config-urgent', 'config-compiler'],
    ['config-work', 'config-compiler'],
    ['name-copies', 'name-copier'],
    ['jobs', 'job-runner'],
    ['deliveries', 'webhook-sender'],
    ['deliveries-slow', 'webhook-sender'],
  ] as const)('a message of %s is not seen again while functions/%s may still work on it', (queue, consumer) => {
    expect(named(queue)?.Properties?.VisibilityTimeout).toBeGreaterThanOrEqual(6 * stages.prod.functions[consumer].timeoutSeconds)
  })

  it('are standard ones, encrypted, and reached over TLS only', () => {
    const queues: Resource[] = prod.all('AWS::SQS::Queue')
    expect(queues).toHaveLength(19)
    for (const { id, Properties } of queues) {
      expect(Properties?.FifoQueue).toBeUndefined()
      expect(Properties?.SqsManagedSseEnabled).toBe(true)
      expect(policyOf('AWS::SQS::QueuePolicy', 'Queues', id)).toContainEqual(tlsOnly)
    }
  })

  it('every alarm is sent to somebody when it begins and when it ends, and says what it means', () => {
    for (const { Properties } of alarms()) {
      expect(Properties?.AlarmActions).toHaveLength(1)
      expect(Properties?.OKActions).toEqual(Properties?.AlarmActions)
      expect(Properties?.AlarmDescription).toMatch(/\w+.*\./)
    }
  })
})

describe('buckets', () => {
  it('are private, encrypted, and reached over TLS only', () => {
    for (const { id, Properties } of prod.all('AWS::S3::Bucket')) {
      expect(Object.values(Properties?.PublicAccessBlockConfiguration)).toEqual([true, true, true, true])
      expect(Properties?.BucketEncryption).toBeDefined()
      expect(Properties?.LifecycleConfiguration).toBeDefined()
      expect(policyOf('AWS::S3::BucketPolicy', 'Bucket', id)).toContainEqual(tlsOnly)
    }
  })
})

describe('secrets', () => {
  it('are named in the template, and hold nothing there', () => {
    const secrets = prod.all('AWS::SecretsManager::Secret')
    expect(secrets.map(({ Properties }) => Properties?.Name).toSorted()).toEqual([
      'sallyport/prod/panel-keys',
      'sallyport/prod/service-keys',
      'sallyport/prod/signing-keys',
    ])
    for (const { Properties } of secrets) expect(Object.keys(Properties ?? {}).toSorted()).toEqual(['Description', 'Name'])
  })
})

describe('APIs', () => {
  it('both throttle, and log each request without its query or headers', () => {
    const apiStages = prod.all('AWS::ApiGatewayV2::Stage')
    expect(apiStages).toHaveLength(2)
    for (const { Properties } of apiStages) {
      expect(Properties?.DefaultRouteSettings.ThrottlingRateLimit).toBeGreaterThan(0)
      expect(Properties?.AccessLogSettings.Format).toContain('$context.requestId')
      expect(Properties?.AccessLogSettings.Format).not.toMatch(/query|header|authorizer|requestOverride/i)
    }
  })
})

describe('stages', () => {
  it('only the local one may be lost, and only there may webhooks go to this machine', () => {
    expect(stageNames.filter((name) => !stages[name].protectData)).toEqual(['local'])
    expect(stageNames.filter((name) => stages[name].allowLoopbackReceivers)).toEqual(['local'])
  })
})

it('an alarm looks for what the gateway logs of a panel with other rules than its version has', () => {
  const [filter, ...others] = prod.all('AWS::Logs::MetricFilter')
  expect(others).toEqual([])
  expect(filter?.Properties).toMatchObject({ FilterPattern: `{ $.message = "${driftMessage}" }` })
  const [metric] = filter?.Properties?.MetricTransformations ?? []
  const alarms = prod.all('AWS::CloudWatch::Alarm').filter(({ Properties }) => Properties?.MetricName === metric?.MetricName)
  expect(alarms).toMatchObject([{ Properties: { AlarmName: 'sallyport-prod-rules-drift' } }])
})
