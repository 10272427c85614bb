import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { type AttributeValue, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'

/** What a stretch of work cost: calls that had to wait for one another, and the units that DynamoDB would bill. */
export type Cost = { sequentialTrips: number; calls: number; readUnits: number; writeUnits: number }

/**
 * Reads consumed capacity off a client. Reads and plain writes are billed as DynamoDB Local reports them. It reports
 * transactions wrongly, so theirs are computed by the service's rules: two units for each started KB of each item, and one
 * for each started KB that an index item takes. `measure` runs some work and gives its cost.
 */
export const meterOf = (client: DynamoDBClient, tableName: string) => {
  let cost = none()
  let inFlight = 0
  let measuring = false
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (!measuring) return next(args)
      if (inFlight === 0) cost.sequentialTrips += 1
      cost.calls += 1
      inFlight += 1
      try {
        // Every DynamoDB request of this product takes this parameter.
        Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' })
        const result = await next(args)
        await bill(args.input as Request, result.output as Answer, context.commandName?.startsWith('Delete') ?? false)
        return result
      } finally {
        inFlight -= 1
      }
    },
    { step: 'initialize', name: 'meter' },
  )
  const bill = async (request: Request, answer: Answer, isDelete: boolean) => {
    if (request.TransactItems) {
      for (const item of request.TransactItems) cost.writeUnits += await transactUnits(item)
      return
    }
    const consumed = [answer.ConsumedCapacity ?? []].flat().reduce((sum, one) => sum + (one.CapacityUnits ?? 0), 0)
    const isWrite = isDelete || Boolean(request.Item || request.UpdateExpression || request.RequestItems?.[tableName]?.length)
    if (isWrite) cost.writeUnits += consumed
    else cost.readUnits += consumed
  }
  const transactUnits = async ({ Put, Update, Delete, ConditionCheck }: TransactItem): Promise<number> => {
    if (Put) return itemUnits(isMarshalled(Put.Item) ? Put.Item : marshall(Put.Item, { removeUndefinedValues: true }))
    const key = (Update ?? Delete ?? ConditionCheck)?.Key
    if (!key) return 0
    const wasMeasuring = measuring
    measuring = false
    const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key: isMarshalled(key) ? key : marshall(key) }))
    measuring = wasMeasuring
    return Item ? itemUnits(Item, Boolean(ConditionCheck)) : 2
  }
  return {
    measure: async <T>(work: () => Promise<T>): Promise<{ value: T; cost: Cost }> => {
      cost = none()
      measuring = true
      try {
        const value = await work()
        return { value, cost }
      } finally {
        measuring = false
      }
    },
  }
}

const none = (): Cost => ({ sequentialTrips: 0, calls: 0, readUnits: 0, writeUnits: 0 })
// biome-ignore lint/suspicious/noExplicitAny: the meter sees the requests of every kind, before and after marshalling
type Attributes = Record<string, any>
type TransactItem = Partial<
  Record<'Put', { Item: Attributes }> & Record<'Update' | 'Delete' | 'ConditionCheck', { Key: Attributes }>
>
type Request = {
  TransactItems?: TransactItem[]
  Item?: unknown
  UpdateExpression?: string
  RequestItems?: Record<string, { length?: number }>
}
type Answer = { ConsumedCapacity?: { CapacityUnits?: number } | { CapacityUnits?: number }[] }

const isMarshalled = (attributes: Attributes): attributes is Record<string, AttributeValue> =>
  typeof attributes.pk === 'object' && attributes.pk !== null

const itemUnits = (item: Record<string, AttributeValue>, checkOnly = false): number => {
  const own = 2 * startedKb(item)
  if (checkOnly) return own
  const whole = item.gsi1pk ? startedKb(item) : 0
  const compact = item.gsi2pk
    ? startedKb({ pk: item.pk, sk: item.sk, gsi2pk: item.gsi2pk, find: item.find } as Record<string, AttributeValue>)
    : 0
  return own + whole + compact
}
/** The size of an item in started KB; the JSON text is a little larger than what DynamoDB counts, so this errs upwards. */
const startedKb = (item: Record<string, AttributeValue>) => Math.ceil(Buffer.byteLength(JSON.stringify(item)) / 1400)
