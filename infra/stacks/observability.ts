import { Duration, type Stack } from 'aws-cdk-lib'
import { type Alarm, AlarmStatusWidget, Dashboard, GraphWidget, LogQueryWidget, type Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { FilterPattern, LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { type Blueprint, stackOf } from '../blueprint.ts'
import { functionName, logGroupName } from '../constructs/node-function.ts'
import { deadLettersOf, type QueueWithDlq, queueName } from '../constructs/queue-with-dlq.ts'
import { failuresOf } from '../constructs/stream-source.ts'
import { metrics, type WatchProps, watch } from '../constructs/watch.ts'
import { functionNames, type StageSettings } from '../stage.ts'
import { tableName } from './storage.ts'

/** What is watched besides the functions and the table, which are known by name. */
export type Watched = Readonly<{
  httpApiId: string
  socketApiId: string
  queues: readonly QueueWithDlq[]
}>

const streamConsumers = ['change-router'] as const

/** The alarms, the topic they ring, and one dashboard. docs/operations.md says what to do about each. */
export const observabilityStack = (blueprint: Blueprint, watched: Watched): void => {
  const { stage } = blueprint
  const stack = stackOf(blueprint, 'observability', 'Alarms and the dashboard')
  const topic = new Topic(stack, 'Alarms', { topicName: `sallyport-${stage.name}-alarms`, enforceSSL: true })
  if (stage.alarmEmail) topic.addSubscription(new EmailSubscription(stage.alarmEmail))
  const drift = new MetricFilter(stack, 'RulesDrift', {
    logGroup: LogGroup.fromLogGroupName(stack, 'PanelGatewayLog', logGroupName(stage, 'panel-gateway')),
    filterPattern: FilterPattern.stringValue('$.message', '=', 'the rules of a panel are not what their version says'),
    metricNamespace: 'Sallyport',
    metricName: `${stage.name}-rules-drift`,
  })
  const wanted = [
    driftAlarm(drift),
    ...apiAlarms(watched),
    ...queueAlarms(stage, watched),
    ...functionAlarms(stage),
    ...tableAlarms(stage),
  ]
  const alarms = wanted.map((each) => watch(stack, topic, { ...each, name: `sallyport-${stage.name}-${each.name}` }))
  dashboard(stack, stage, watched, alarms)
}

const apiAlarms = ({ httpApiId, socketApiId }: Watched): WatchProps[] => [
  {
    name: 'http-5xx',
    metric: metrics.api(httpApiId, '5xx', 'Sum'),
    threshold: 5,
    minutes: 3,
    means: 'The HTTP API answers 5xx. Look in the error log of the function whose alarm rings too, by requestId.',
  },
  {
    name: 'http-slow',
    metric: metrics.api(httpApiId, 'Latency', 'p99'),
    threshold: 3_000,
    minutes: 5,
    means: 'One request in a hundred takes over 3 s. Look at the durations and the table on the dashboard.',
  },
  {
    name: 'socket-errors',
    metric: metrics.api(socketApiId, 'IntegrationError', 'Sum'),
    threshold: 5,
    minutes: 3,
    means: 'Messages of panels fail in functions/panel-gateway. Look in its error log.',
  },
]

const driftAlarm = (drift: MetricFilter): WatchProps => ({
  name: 'rules-drift',
  metric: drift.metric({ statistic: 'Sum', period: Duration.minutes(1) }),
  threshold: 1,
  minutes: 1,
  means:
    'A panel had other rules than its version says, and was sent a snapshot. Find out which panel and how: a door may have opened by them.',
})

const queueAlarms = (stage: StageSettings, { queues }: Watched): WatchProps[] => [
  ...queues.flatMap(({ name, alarmAgeSeconds, alarmDepth }) => [
    {
      name: `${name}-age`,
      metric: metrics.sqs(queueName(stage, name), 'ApproximateAgeOfOldestMessage', 'Maximum'),
      threshold: alarmAgeSeconds,
      minutes: 3,
      means: `The oldest message of ${name} waits longer than ${alarmAgeSeconds} s: its consumer is stuck or throttled.`,
    },
    {
      name: `${name}-depth`,
      metric: metrics.sqs(queueName(stage, name), 'ApproximateNumberOfMessagesVisible', 'Maximum'),
      threshold: alarmDepth,
      minutes: 5,
      means: `More than ${alarmDepth} messages of ${name} wait: its consumer does not keep up; see its maximum concurrency.`,
    },
    deadLetterAlarm(stage, deadLettersOf(name), `Messages of ${name} were put aside after their last try.`),
  ]),
  ...streamConsumers.map((name) =>
    deadLetterAlarm(
      stage,
      failuresOf(name),
      `functions/${name} could not hand on records of the stream; the message names their place.`,
    ),
  ),
]

const deadLetterAlarm = (stage: StageSettings, name: string, means: string): WatchProps => ({
  name,
  metric: metrics.sqs(queueName(stage, name), 'ApproximateNumberOfMessagesVisible', 'Maximum'),
  threshold: 1,
  minutes: 1,
  means: `${means} Find out why, mend it, then redrive.`,
})

const functionAlarms = (stage: StageSettings): WatchProps[] => [
  ...functionNames.flatMap((name) => [
    {
      name: `${name}-errors`,
      metric: metrics.lambda(functionName(stage, name), 'Errors', 'Sum'),
      threshold: 1,
      minutes: 3,
      means: `functions/${name} throws, which only a bug or an outage may do. Look in its log for level "error".`,
    },
    {
      name: `${name}-throttles`,
      metric: metrics.lambda(functionName(stage, name), 'Throttles', 'Sum'),
      threshold: 1,
      minutes: 3,
      means: `functions/${name} is refused invocations: the concurrency of the account or of the function is used up.`,
    },
  ]),
  ...streamConsumers.map((name) => ({
    name: `${name}-lag`,
    metric: metrics.lambda(functionName(stage, name), 'IteratorAge', 'Maximum'),
    threshold: 60_000,
    minutes: 3,
    means: `functions/${name} is a minute behind the stream: panels get new rules late, or subscribers their events.`,
  })),
  {
    name: 'timers-silent',
    metric: metrics.lambda(functionName(stage, 'timers'), 'Invocations', 'Sum'),
    threshold: 1,
    minutes: 5,
    below: true,
    means: 'The minute tick has not come for five minutes: retries and expiries stand still. Look at the schedule and its role.',
  },
]

const tableAlarms = (stage: StageSettings): WatchProps[] =>
  (['ReadThrottleEvents', 'WriteThrottleEvents'] as const).map((metricName) => ({
    name: metricName === 'ReadThrottleEvents' ? 'table-read-throttles' : 'table-write-throttles',
    metric: metrics.table(tableName(stage), metricName, 'Sum'),
    threshold: 1,
    minutes: 3,
    means: 'The table refuses work: a partition is hot, or traffic rose faster than the table grows.',
  }))

const dashboard = (stack: Stack, stage: StageSettings, { httpApiId, socketApiId, queues }: Watched, alarms: Alarm[]): void => {
  const board = new Dashboard(stack, 'Dashboard', { dashboardName: `sallyport-${stage.name}` })
  const graph = (title: string, left: Metric[], right: Metric[] = []) =>
    new GraphWidget({ title, left, right, width: 8, height: 6 })
  const perFunction = (metricName: string, statistic: string) =>
    functionNames.map((name) => metrics.lambda(functionName(stage, name), metricName, statistic).with({ label: name }))
  const perQueue = (metricName: string) =>
    queues.map(({ name }) => metrics.sqs(queueName(stage, name), metricName, 'Maximum').with({ label: name }))
  const table = tableName(stage)
  board.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 4 }))
  board.addWidgets(
    graph('HTTP requests', [metrics.api(httpApiId, 'Count', 'Sum')], [metrics.api(httpApiId, '5xx', 'Sum')]),
    graph(
      'HTTP latency (ms)',
      ['p50', 'p99'].map((statistic) => metrics.api(httpApiId, 'Latency', statistic)),
    ),
    graph('Panels', [metrics.api(socketApiId, 'MessageCount', 'Sum')], [metrics.api(socketApiId, 'ConnectCount', 'Sum')]),
  )
  board.addWidgets(
    graph('Waiting messages', perQueue('ApproximateNumberOfMessagesVisible')),
    graph('Oldest message (s)', perQueue('ApproximateAgeOfOldestMessage')),
    graph(
      'Stream lag (ms)',
      streamConsumers.map((name) => metrics.lambda(functionName(stage, name), 'IteratorAge', 'Maximum')),
    ),
  )
  board.addWidgets(
    graph('Function errors', perFunction('Errors', 'Sum'), perFunction('Throttles', 'Sum')),
    graph('Function duration p99 (ms)', perFunction('Duration', 'p99')),
    graph(
      'Table units',
      ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits'].map((name) => metrics.table(table, name, 'Sum')),
      ['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) => metrics.table(table, name, 'Sum')),
    ),
  )
  board.addWidgets(
    new LogQueryWidget({
      title: 'Busiest accounts',
      logGroupNames: [logGroupName(stage, 'brivo-api')],
      queryLines: ['filter ispresent(accountId)', 'stats count(*) as requests by accountId', 'sort requests desc', 'limit 20'],
      width: 24,
      height: 6,
    }),
  )
}
