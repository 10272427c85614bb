import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { type PolicyStatement, Role, ServicePrincipal, PolicyStatement as Statement } from 'aws-cdk-lib/aws-iam'
import { Architecture, type Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { acknowledge } from '../acknowledge.ts'
import type { FunctionName, StageSettings } from '../stage.ts'

/** Where a function's code comes from: the bundler, or a test's empty folder. */
export type CodeOf = (name: FunctionName) => Code

export type NodeFunctionProps = Readonly<{
  name: FunctionName
  stage: StageSettings
  codeOf: CodeOf
  /** Everything the handler reads from `process.env`, but for STAGE, which every function gets. */
  environment: Readonly<Record<string, string>>
  /** Everything the handler may do, but for its own logs and traces. */
  allow: readonly PolicyStatement[]
}>

/** One Lambda function with a role and a log group that are its own. */
export const nodeFunction = (scope: Construct, id: string, props: NodeFunctionProps): LambdaFunction => {
  const { name, stage } = props
  const settings = stage.functions[name]
  const functionName = `sallyport-${stage.name}-${name}`
  const logGroup = new LogGroup(scope, `${id}Logs`, {
    logGroupName: `/aws/lambda/${functionName}`,
    retention: stage.logRetentionDays,
    removalPolicy: stage.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  })
  const role = new Role(scope, `${id}Role`, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: `What ${functionName} may do`,
  })
  role.addToPrincipalPolicy(
    new Statement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
  )
  for (const statement of props.allow) role.addToPrincipalPolicy(statement)
  acknowledge(role, 'AwsSolutions-IAM5[Resource::*]', 'X-Ray takes no resource: xray:PutTraceSegments and PutTelemetryRecords')
  return new LambdaFunction(scope, id, {
    functionName,
    code: props.codeOf(name),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: settings.memoryMb,
    timeout: Duration.seconds(settings.timeoutSeconds),
    ...(settings.reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: settings.reservedConcurrency }),
    environment: { STAGE: stage.name, ...props.environment },
    role,
    logGroup,
    tracing: Tracing.ACTIVE,
  })
}
