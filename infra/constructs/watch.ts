import { Duration } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'

export type WatchProps = Readonly<{
  /** What a person reads first: `sallyport-<stage>-<name>`. */
  name: string
  metric: Metric
  /** The alarm rings when the metric is at or above this, or with `below` under it, in every one of `minutes`. */
  threshold: number
  minutes: number
  below?: boolean
  /** What it means and where to look, in one sentence: it is the text of the message that wakes somebody. */
  means: string
}>

/** Rings the topic when the metric is out of bounds, and again when it is back. No data is good, except for `below`, where it is the fault. */
export const watch = (scope: Construct, topic: Topic, props: WatchProps): Alarm => {
  const alarm = new Alarm(scope, props.name, {
    alarmName: props.name,
    alarmDescription: props.means,
    metric: props.metric,
    threshold: props.threshold,
    evaluationPeriods: props.minutes,
    comparisonOperator: props.below
      ? ComparisonOperator.LESS_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: props.below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
  })
  const action = new SnsAction(topic)
  alarm.addAlarmAction(action)
  alarm.addOkAction(action)
  return alarm
}

const eachMinute = (namespace: string, dimension: string) => (of: string, metricName: string, statistic: string) =>
  new Metric({ namespace, metricName, statistic, period: Duration.minutes(1), dimensionsMap: { [dimension]: of } })

/**
 * Metrics by the names that we give, not by references: an alarm must not hold a function or a queue in place that a later
 * deployment removes.
 */
export const metrics = {
  lambda: eachMinute('AWS/Lambda', 'FunctionName'),
  sqs: eachMinute('AWS/SQS', 'QueueName'),
  api: eachMinute('AWS/ApiGateway', 'ApiId'),
  table: eachMinute('AWS/DynamoDB', 'TableName'),
} as const
