import { beforeAll, describe, expect, it } from 'vitest'
import { type FunctionName, functionNames } from '../../infra/stage.ts'
import { tableAccess } from '../../infra/table-access.ts'
import { type Resource, type Synthesized, synthesize } from './synthesized.ts'

type Statement = {
  Effect: string
  Action: string | string[]
  Resource: unknown
  Condition?: Record<string, Record<string, unknown>>
}

let prod: Synthesized
let roles: Map<string, Statement[]>

const listed = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])
const actionsOf = (statement: Statement): string[] => listed(statement.Action).map(String)

beforeAll(() => {
  prod = synthesize('prod')
  const policies: Resource[] = prod.all('AWS::IAM::Policy')
  roles = new Map(
    policies.map(({ Properties }) => [
      Properties?.Roles[0].Ref.replace(/Role[0-9A-F]{8}$/, ''),
      Properties?.PolicyDocument.Statement,
    ]),
  )
}, 120_000)

const logicalName = (name: FunctionName) => name.replace(/(^|-)([a-z])/g, (_all, _dash, letter: string) => letter.toUpperCase())
const rightsOf = (name: FunctionName): Statement[] => roles.get(logicalName(name)) ?? []
const allowedTo = (name: FunctionName, service: string) =>
  [...new Set(rightsOf(name).flatMap(actionsOf))].filter((action) => action.startsWith(`${service}:`)).toSorted()

/** Actions that AWS lets nobody narrow to a resource. */
const nameless = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'dynamodb:ListStreams']

describe('every role', () => {
  it('belongs to one function, or to the minute tick', () => {
    expect([...roles.keys()].toSorted()).toEqual([...functionNames.map(logicalName), 'Tick'].toSorted())
  })

  it('names its actions', () => {
    for (const action of [...roles.values()].flat().flatMap(actionsOf)) expect(action).not.toContain('*')
  })

  it('names its resources, except for actions that take none', () => {
    for (const statement of [...roles.values()].flat()) {
      if (listed(statement.Resource).includes('*')) expect(nameless).toEqual(expect.arrayContaining(actionsOf(statement)))
    }
  })

  it('may not scan, nor ask in PartiQL, nor touch the table itself', () => {
    const table = [...roles.values()]
      .flat()
      .flatMap(actionsOf)
      .filter((action) => action.startsWith('dynamodb:'))
    const reads = ['GetItem', 'BatchGetItem', 'Query', 'ConditionCheckItem']
    const writes = ['PutItem', 'BatchWriteItem', 'UpdateItem', 'DeleteItem']
    const stream = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams']
    expect([...reads, ...writes, ...stream].map((action) => `dynamodb:${action}`)).toEqual(expect.arrayContaining(table))
  })

  it('reaches items only under the partition keys that infra/table-access.ts gives it', () => {
    for (const name of functionNames) {
      const conditions = rightsOf(name).flatMap(
        ({ Condition }) => Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? [],
      )
      expect(conditions, name).toEqual(tableAccess[name].flatMap(({ under }) => under))
      for (const pattern of conditions) expect(pattern).toMatch(/^[ADGT]#/)
      const unconditional = rightsOf(name)
        .filter(({ Condition }) => !Condition)
        .flatMap(actionsOf)
      expect(unconditional.filter((action) => action.startsWith('dynamodb:') && !/Stream|Record|Shard/.test(action))).toEqual([])
    }
  })
})

describe('least privilege, function by function', () => {
  it.each([
    ['auth', ['ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem']],
    [
      'brivo-api',
      ['BatchGetItem', 'BatchWriteItem', 'ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    ],
    ['panel-gateway', ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem']],
    ['panel-worker', ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem']],
    ['change-router', ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams']],
    ['config-compiler', ['BatchGetItem', 'ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem']],
    ['event-fanout', ['BatchGetItem', 'PutItem', 'Query', 'UpdateItem']],
    ['name-copier', ['GetItem', 'PutItem', 'Query']],
    ['job-runner', ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem']],
    ['webhook-sender', ['BatchGetItem', 'BatchWriteItem', 'GetItem', 'PutItem', 'UpdateItem']],
    ['timers', ['DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem']],
  ] as const)('functions/%s may do to the table %j', (name, actions) => {
    expect(allowedTo(name, 'dynamodb')).toEqual(actions.map((action) => `dynamodb:${action}`))
  })

  /** The functions that may read a secret, found by the name of its export. */
  const readersOf = (secret: string) =>
    functionNames.filter((name) =>
      rightsOf(name).some(
        (each) => actionsOf(each).includes('secretsmanager:GetSecretValue') && JSON.stringify(each.Resource).includes(secret),
      ),
    )

  it('only auth can read the keys that sign access tokens', () => expect(readersOf('signingkeys')).toEqual(['auth']))
  it('only what speaks to panels can read the keys that it signs with', () =>
    expect(readersOf('panelkeys')).toEqual(['panel-gateway', 'panel-worker', 'config-compiler']))
  it('only what checks or opens a secret can read the service keys', () =>
    expect(readersOf('servicekeys')).toEqual(['auth', 'brivo-api', 'webhook-sender']))

  const allowedIn = (bucket: string, action: string) =>
    functionNames.filter((name) =>
      rightsOf(name).some(
        (statement) => actionsOf(statement).includes(action) && JSON.stringify(statement.Resource).includes(`${bucket}`),
      ),
    )

  it('only the compiler writes snapshots, and only what speaks to panels reads them', () => {
    expect(allowedIn('PanelConfig', 's3:PutObject')).toEqual(['config-compiler'])
    expect(allowedIn('PanelConfig', 's3:GetObject')).toEqual(['panel-gateway', 'panel-worker'])
    expect(allowedIn('PanelConfig', 's3:DeleteObject')).toEqual([])
  })

  it('only the API writes and reads photos, and only the tick deletes them', () => {
    expect(allowedIn('Media', 's3:PutObject')).toEqual(['brivo-api'])
    expect(allowedIn('Media', 's3:GetObject')).toEqual(['brivo-api'])
    expect(allowedIn('Media', 's3:DeleteObject')).toEqual(['timers'])
  })

  it('the API reads the manifest of the firmware, and what speaks to panels reads its images; no function writes either', () => {
    expect(allowedIn('Firmware', 's3:GetObject')).toEqual(['brivo-api', 'panel-gateway', 'panel-worker'])
    expect(allowedIn('Firmware', 's3:ListBucket')).toEqual(['brivo-api'])
    expect([...allowedIn('Firmware', 's3:PutObject'), ...allowedIn('Firmware', 's3:DeleteObject')]).toEqual([])
  })

  it('nothing else is done with the objects of a bucket', () => {
    const others = functionNames.flatMap((name) =>
      allowedTo(name, 's3')
        .filter((action) => !/:(Get|Put|Delete)Object$/.test(action))
        .map((action) => [name, action]),
    )
    expect(others).toEqual([['brivo-api', 's3:ListBucket']])
  })

  it('only the gateway, the worker and the compiler speak on the sockets, and only the gateway closes one', () => {
    const sockets = functionNames.filter((name) => allowedTo(name, 'execute-api').length > 0)
    expect(sockets).toEqual(['panel-gateway', 'panel-worker', 'config-compiler'])
    const closing = sockets.filter((name) => JSON.stringify(rightsOf(name)).includes('/prod/DELETE/@connections/*'))
    expect(closing).toEqual(['panel-gateway'])
  })

  it('only the API and the webhook sender send mail, and from one address', () => {
    const senders = functionNames.filter((name) => allowedTo(name, 'ses').length > 0)
    expect(senders).toEqual(['brivo-api', 'webhook-sender'])
    for (const name of senders) {
      const mail = rightsOf(name).find((each) => actionsOf(each).includes('ses:SendEmail'))
      expect(mail?.Condition).toEqual({ StringEquals: { 'ses:FromAddress': 'no-reply@sallyport.example' } })
    }
  })

  it('a function sends only to the queues it was given', () => {
    for (const name of functionNames) {
      const sends = allowedTo(name, 'sqs').includes('sqs:SendMessage')
      expect(sends, name).toBe(!['auth', 'name-copier', 'panel-gateway'].includes(name))
    }
  })

  it('the minute tick may invoke the timers, and nothing else', () => {
    expect(roles.get('Tick')?.flatMap(actionsOf)).toEqual(['lambda:InvokeFunction'])
    expect(JSON.stringify(roles.get('Tick'))).not.toContain('*')
  })
})
