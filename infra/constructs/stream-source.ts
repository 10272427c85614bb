import { Duration } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { EventSourceMapping, type Function as LambdaFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'

export type StreamSourceProps = Readonly<{
  table: Table
  target: LambdaFunction
  /** Patterns of stream records; a record that matches none is never handed over, nor paid for. */
  filters: readonly object[]
  batchSize: number
  parallelization: number
  failures: Queue
}>

/**
 * Feeds a table's stream to a function from where it begins. A batch that fails is halved until the bad record stands alone;
 * word of it goes to `failures` after ten tries, and its shard goes on.
 */
export const streamSource = (scope: Construct, id: string, props: StreamSourceProps): void => {
  const { table, target } = props
  const streamArn = table.tableStreamArn
  if (!streamArn) throw new Error('The table has no stream')
  target.addToRolePolicy(
    new PolicyStatement({
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: [streamArn],
    }),
  )
  target.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }))
  new EventSourceMapping(scope, id, {
    target,
    eventSourceArn: streamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: props.batchSize,
    parallelizationFactor: props.parallelization,
    reportBatchItemFailures: true,
    bisectBatchOnError: true,
    retryAttempts: 10,
    maxRecordAge: Duration.hours(6),
    onFailure: new SqsDlq(props.failures),
    filters: props.filters.map((filter) => ({ pattern: JSON.stringify(filter) })),
  })
}
