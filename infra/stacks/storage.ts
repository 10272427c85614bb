import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib'
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb'
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'
import { acknowledge } from '../acknowledge.ts'
import { type Blueprint, stackOf } from '../blueprint.ts'
import type { StageSettings } from '../stage.ts'

/** What outlives every deployment. Secrets are named by ARN; their values never pass through a template. */
export type Storage = Readonly<{
  table: Table
  panelConfig: Bucket
  media: Bucket
  /** Images of the panels' firmware, and `manifest.json`, which names them. An operator writes them. */
  firmware: Bucket
  secrets: Readonly<{ signingKeys: string; serviceKeys: string; panelKeys: string }>
}>

/** What the one table of a stage is called. */
export const tableName = (stage: StageSettings): string => `sallyport-${stage.name}`

export const storageStack = (blueprint: Blueprint): Storage => {
  const stack = stackOf(blueprint, 'storage', 'The table, the signed snapshots, photos, firmware and the names of the secrets')
  const logs = accessLogsBucket(stack, blueprint)
  return {
    table: oneTable(stack, blueprint),
    panelConfig: panelConfigBucket(stack, blueprint, logs),
    media: mediaBucket(stack, blueprint, logs),
    firmware: firmwareBucket(stack, blueprint, logs),
    secrets: {
      signingKeys: secret(stack, blueprint, 'signing-keys', 'RSA keys that sign access tokens'),
      serviceKeys: secret(stack, blueprint, 'service-keys', 'Keys of client secrets, API keys and sealed subscription secrets'),
      panelKeys: secret(stack, blueprint, 'panel-keys', 'Ed25519 keys that sign snapshots and commands for panels'),
    },
  }
}

const removalPolicy = ({ stage }: Blueprint): RemovalPolicy => (stage.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)

const oneTable = (stack: Stack, blueprint: Blueprint): Table => {
  const text = (name: string) => ({ name, type: AttributeType.STRING })
  const table = new Table(stack, 'Table', {
    tableName: tableName(blueprint.stage),
    partitionKey: text('pk'),
    sortKey: text('sk'),
    billingMode: BillingMode.PAY_PER_REQUEST,
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
    timeToLiveAttribute: 'ttl',
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: blueprint.stage.protectData,
    removalPolicy: removalPolicy(blueprint),
  })
  table.addGlobalSecondaryIndex({
    indexName: 'GSI1',
    partitionKey: text('gsi1pk'),
    sortKey: text('gsi1sk'),
    projectionType: ProjectionType.ALL,
  })
  // the compact projection that filtered lists read: `find` is what a filter may look at, and no more
  table.addGlobalSecondaryIndex({
    indexName: 'GSI2',
    partitionKey: text('gsi2pk'),
    sortKey: text('gsi2sk'),
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: ['find'],
  })
  return table
}

const privateBucket = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  encryption: BucketEncryption.S3_MANAGED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
}

const accessLogsBucket = (scope: Construct, blueprint: Blueprint): Bucket =>
  new Bucket(scope, 'AccessLogs', {
    ...privateBucket,
    lifecycleRules: [{ expiration: Duration.days(90), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    removalPolicy: removalPolicy(blueprint),
  })

/** A private bucket that outlives deployments, and whose use is logged under its own prefix. */
const kept = (blueprint: Blueprint, accessLogs: Bucket, prefix: string) => ({
  ...privateBucket,
  // a Bucket is an IBucket; the CDK's types were not written for exactOptionalPropertyTypes
  serverAccessLogsBucket: accessLogs as IBucket,
  serverAccessLogsPrefix: `${prefix}/`,
  removalPolicy: removalPolicy(blueprint),
})

const panelConfigBucket = (scope: Construct, blueprint: Blueprint, accessLogs: Bucket): Bucket =>
  new Bucket(scope, 'PanelConfig', {
    ...kept(blueprint, accessLogs, 'panel-config'),
    // a snapshot is written once; a second write of its key must not destroy what a panel was asked to fetch
    versioned: true,
    // never by age: a replaced panel fetches its last snapshot years later
    lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
  })

/** Photos. Not versioned: what a person had deleted must be gone. None goes by its age; images that nobody has go by the minute tick. */
const mediaBucket = (scope: Construct, blueprint: Blueprint, accessLogs: Bucket): Bucket =>
  new Bucket(scope, 'Media', {
    ...kept(blueprint, accessLogs, 'media'),
    lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
  })

const firmwareBucket = (scope: Construct, blueprint: Blueprint, accessLogs: Bucket): Bucket =>
  new Bucket(scope, 'Firmware', {
    ...kept(blueprint, accessLogs, 'firmware'),
    // a manifest that was written by mistake can be taken back
    versioned: true,
    lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
  })

/** Made empty: a value written in a template could be read by whoever may read the stack. infra/secrets.ts fills it. */
const secret = (scope: Construct, blueprint: Blueprint, name: string, description: string): string => {
  const made = new CfnSecret(scope, name, { name: `sallyport/${blueprint.stage.name}/${name}`, description })
  made.applyRemovalPolicy(removalPolicy(blueprint))
  acknowledge(made, 'AwsSolutions-SMG4', 'Rotated by infra/secrets.ts in three steps with an overlap; a timer cannot wait for it')
  return made.ref
}
