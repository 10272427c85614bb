import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  Architecture,
  type Code,
  type FunctionOptions,
  Function as LambdaFunction,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { allow, type Grant } from '../access.ts'
import { acknowledgeWildcard } from '../acknowledge.ts'
import type { FunctionName, StageSettings } from '../stage.ts'

/** Where a function's code comes from: the bundler, or a test's empty folder. */
export type CodeOf = (name: FunctionName) => Code

export type NodeFunctionProps = Readonly<{
  name: FunctionName
  stage: StageSettings
  codeOf: CodeOf
  /** Everything the handler reads from its environment, except STAGE, which every function gets (and Node its own options). */
  environment: Readonly<Record<string, string>>
  /** Everything the handler may do, except its own logs and traces. */
  allow: readonly Grant[]
  /** How Lambda treats invocations that nobody waits for, and loops through a queue. */
  invocation?: Pick<FunctionOptions, 'maxEventAge' | 'retryAttempts' | 'recursiveLoop'>
}>

/** What the function is called in AWS. */
export const functionName = (stage: StageSettings, name: FunctionName): string => `sallyport-${stage.name}-${name}`

/** Where Lambda writes what the function logs. */
export const logGroupName = (stage: StageSettings, name: FunctionName): string => `/aws/lambda/${functionName(stage, name)}`

/** One Lambda function with a role and a log group that are its own. */
export const nodeFunction = (scope: Construct, id: string, props: NodeFunctionProps): LambdaFunction => {
  const { name, stage } = props
  const settings = stage.functions[name]
  const logGroup = new LogGroup(scope, `${id}Logs`, {
    logGroupName: logGroupName(stage, name),
    retention: stage.logRetentionDays,
    removalPolicy: stage.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  })
  return new LambdaFunction(scope, id, {
    functionName: functionName(stage, name),
    code: props.codeOf(name),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: settings.memoryMb,
    timeout: Duration.seconds(settings.timeoutSeconds),
    ...(settings.reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: settings.reservedConcurrency }),
    environment: { STAGE: stage.name, NODE_OPTIONS: '--enable-source-maps', ...props.environment },
    role: ownRole(scope, id, props, logGroup),
    logGroup,
    tracing: Tracing.ACTIVE,
    ...props.invocation,
  })
}

/** Starts from nothing: AWS's managed policy for functions would let each write into the logs of every other. */
const ownRole = (scope: Construct, id: string, props: NodeFunctionProps, logGroup: LogGroup): Role => {
  const role = new Role(scope, `${id}Role`, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: `What functions/${props.name} may do`,
  })
  const mayLog = allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn])
  for (const { statement, whyWildcard } of [mayLog, ...props.allow]) {
    role.addToPrincipalPolicy(statement)
    if (whyWildcard) for (const resource of statement.resources) acknowledgeWildcard(role, resource, whyWildcard)
  }
  acknowledgeWildcard(role, '*', 'Sending traces to X-Ray, and listing streams, take no resource to name')
  return role
}
