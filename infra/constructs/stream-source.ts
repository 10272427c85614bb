import { Duration } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { EventSourceMapping, type Function as LambdaFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { acknowledge } from '../acknowledge.ts'
import type { FunctionName, StageSettings } from '../stage.ts'
import { queueName, safeQueue } from './queue-with-dlq.ts'

export type StreamSourceProps = Readonly<{
  name: FunctionName
  target: LambdaFunction
  table: Table
  /** Where word goes of records that were given up. */
  failures: Queue
  /** Patterns of stream records; a record that matches none is never handed over, nor paid for. */
  filters: readonly object[]
  /** Batches of one shard worked on at once; the order per partition key is kept. */
  parallelization: number
}>

/** The queue where the stream of `name` leaves word of the records it gave up on. */
export const failuresOf = (name: FunctionName): string => `${name}-failed`

/** The queue of the records that `name` could not hand on: Lambda and the function itself write to it. */
export const failuresQueue = (scope: Construct, id: string, stage: StageSettings, name: FunctionName): Queue => {
  const failures = new Queue(scope, id, {
    ...safeQueue,
    queueName: queueName(stage, failuresOf(name)),
    retentionPeriod: Duration.days(14),
  })
  acknowledge(failures, 'AwsSolutions-SQS3', 'It is itself where a stream leaves its dead letters, and an alarm watches it')
  return failures
}

/**
 * Feeds a table's stream to a function from where it begins. A batch that fails is halved until the bad record stands alone;
 * after ten tries word of it goes to the failures queue, and its shard goes on.
 */
export const streamSource = (scope: Construct, id: string, props: StreamSourceProps): void => {
  const { name, target, table, failures } = props
  const streamArn = table.tableStreamArn
  if (!streamArn) throw new Error(`The table has no stream for functions/${name} to read`)
  for (const statement of [
    new PolicyStatement({
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: [streamArn],
    }),
    // Lambda checks for this right when it makes the mapping, and ListStreams takes no resource to name
    new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }),
  ]) {
    target.addToRolePolicy(statement)
  }
  new EventSourceMapping(scope, id, {
    target,
    eventSourceArn: streamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 100,
    parallelizationFactor: props.parallelization,
    reportBatchItemFailures: true,
    bisectBatchOnError: true,
    retryAttempts: 10,
    maxRecordAge: Duration.hours(6),
    onFailure: new SqsDlq(failures),
    filters: props.filters.map((filter) => ({ pattern: JSON.stringify(filter) })),
  })
}
