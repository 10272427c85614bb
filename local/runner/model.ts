import { accountNumber, type Ports, region } from '../settings.ts'
import { secretArn } from '../stand-ins/secrets.ts'
import { resolveValue, type Scope } from './intrinsics.ts'
import { keyOf, type Resource, type Template } from './template.ts'

/** What a resource is called once it exists: the value of `Ref`, and its attributes. */
type Identity = { readonly ref: string; readonly attributes?: Readonly<Record<string, string>> }

/** A template with the names that its resources have on this machine. */
export type Model = {
  readonly ofType: (...types: string[]) => Resource[]
  /** The properties of a resource, resolved, with public addresses turned into local ones. */
  readonly properties: (resource: Resource) => Record<string, unknown>
  readonly ref: (resource: Resource) => string
  readonly attribute: (resource: Resource, name: string) => string
  /** The asset folder of a function's bundle. */
  readonly asset: (objectKey: string) => string | undefined
  /** Gives the model an attribute that is known only after creation, such as the ARN of a table's stream. */
  readonly learn: (resource: Resource, name: string, value: string) => void
}

const arn = (service: string, name: string) => `arn:aws:${service}:${region}:${accountNumber}:${name}`

const named = (value: unknown, otherwise: string): string => (typeof value === 'string' && value ? value : otherwise)

/** Bucket names are lower case and at most 63 long; the end of a logical id keeps buckets distinct. */
const bucketName = (resource: Resource) =>
  `${resource.stack}-${resource.id}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, '-')
    .slice(-63)
    .replace(/^-+/, '')

const logicalName = (resource: Resource) => `${resource.stack}-${resource.id}`
/** API ids are lower-case letters and digits; the type keeps an HTTP and a WebSocket API apart. */
const apiId = (resource: Resource) => resource.id.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

type Identify = (resource: Resource, properties: Readonly<Record<string, unknown>>, ports: Ports) => Identity

const table: Identify = (resource, properties) => {
  const name = named(properties.TableName, logicalName(resource))
  return { ref: name, attributes: { Arn: arn('dynamodb', `table/${name}`) } }
}

const identities: Readonly<Record<string, Identify>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::SQS::Queue': (resource, properties, ports) => {
    const name = named(properties.QueueName, logicalName(resource)).slice(-80)
    const ref = `http://127.0.0.1:${ports.queues}/${accountNumber}/${name}`
    return { ref, attributes: { Arn: arn('sqs', name), QueueName: name, QueueUrl: ref } }
  },
  'AWS::S3::Bucket': (resource, properties) => {
    const name = named(properties.BucketName, bucketName(resource))
    return { ref: name, attributes: { Arn: `arn:aws:s3:::${name}`, DomainName: `${name}.s3.amazonaws.com` } }
  },
  'AWS::SecretsManager::Secret': (resource, properties) => {
    const ref = secretArn(named(properties.Name, logicalName(resource)))
    return { ref, attributes: { Id: ref } }
  },
  'AWS::Lambda::Function': (resource, properties) => {
    const name = named(properties.FunctionName, logicalName(resource))
    return { ref: name, attributes: { Arn: arn('lambda', `function:${name}`) } }
  },
  'AWS::Lambda::Alias': (_resource, properties) => ({
    ref: `${String(properties.FunctionName)}:${String(properties.Name)}`,
  }),
  'AWS::ApiGatewayV2::Api': (resource) => {
    const id = apiId(resource)
    return { ref: id, attributes: { ApiId: id, ApiEndpoint: `https://${id}.execute-api.${region}.amazonaws.com` } }
  },
  'AWS::ApiGatewayV2::Stage': (_resource, properties) => ({ ref: named(properties.StageName, '$default') }),
}

const pseudo = (stack: string, name: string): string => {
  const known: Readonly<Record<string, string>> = {
    'AWS::Region': region,
    'AWS::AccountId': accountNumber,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack,
    'AWS::StackId': arn('cloudformation', `stack/${stack}/local`),
  }
  const value = known[name]
  if (value === undefined) throw new Error(`The local cloud does not know ${name}`)
  return value
}

/** `https://<api>.execute-api.<region>.amazonaws.com` → `http://127.0.0.1:<port>`, and `wss:` → `ws:` alike. */
const localAddresses = (apis: readonly { id: string; port: number }[]) => {
  const replace = (text: string): string =>
    apis.reduce(
      (sofar, { id, port }) =>
        sofar
          .replaceAll(`https://${id}.execute-api.${region}.amazonaws.com`, `http://127.0.0.1:${port}`)
          .replaceAll(`wss://${id}.execute-api.${region}.amazonaws.com`, `ws://127.0.0.1:${port}`),
      text,
    )
  const within = (value: unknown): unknown => {
    if (typeof value === 'string') return replace(value)
    if (Array.isArray(value)) return value.map(within)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, within(inner)]))
  }
  return within
}

/** Resolves a template for this machine: physical names, local addresses, no intrinsic function left. */
export const buildModel = (template: Template, ports: Ports): Model => {
  const learned = new Map<string, string>()
  const find = (stack: string, id: string): Resource => {
    const resource = template.resources.get(keyOf(stack, id))
    if (!resource) throw new Error(`The template of ${stack} refers to ${id}, which it does not declare`)
    return resource
  }
  const identified = new Map<string, Identity>()
  const identify = (resource: Resource): Identity => {
    const known = identities[resource.type]
    const identity =
      identified.get(resource.key) ?? (known ? known(resource, resolved(resource), ports) : { ref: logicalName(resource) })
    identified.set(resource.key, identity)
    return identity
  }
  const attributeOf = (resource: Resource, name: string): string =>
    learned.get(`${resource.key}.${name}`) ??
    identify(resource).attributes?.[name] ??
    `${arn('local', logicalName(resource))}/${name}`
  const scope: Scope = {
    ref: (stack, id) => identify(find(stack, id)).ref,
    attribute: (stack, id, name) => attributeOf(find(stack, id), name),
    imported: (name) => {
      const exported = template.exports.get(name)
      if (!exported) throw new Error(`No stack exports ${name}`)
      return resolveValue(exported.value, exported.stack, scope)
    },
    condition: (stack, name) => resolveValue(template.conditions.get(keyOf(stack, name)), stack, scope),
    mapped: (stack, map, first, second) =>
      (template.mappings.get(keyOf(stack, map)) as Record<string, Record<string, unknown>> | undefined)?.[first]?.[second],
    pseudo,
  }
  const resolved = (resource: Resource) =>
    // A record of properties resolves to a record.
    resolveValue(resource.properties, resource.stack, scope) as Record<string, unknown>
  const all = [...template.resources.values()]
  const apis = all.filter((resource) => resource.type === 'AWS::ApiGatewayV2::Api')
  const toLocal = localAddresses(
    apis.map((api) => ({ id: apiId(api), port: api.properties.ProtocolType === 'WEBSOCKET' ? ports.sockets : ports.http })),
  )
  return {
    ofType: (...types) => all.filter((resource) => types.includes(resource.type)),
    properties: (resource) => toLocal(resolved(resource)) as Record<string, unknown>,
    ref: (resource) => identify(resource).ref,
    attribute: attributeOf,
    asset: (objectKey) => template.assets.get(objectKey),
    learn: (resource, name, value) => void learned.set(`${resource.key}.${name}`, value),
  }
}
