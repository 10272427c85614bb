import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Pause } from '../../lib/retry.ts'
import { patiently } from './patience.ts'
import type { Item, TableQuery } from './types.ts'

type QueryPage = { items: Item[]; count: number }

/** The pages of a query, one after the other, as the service cuts them; with `COUNT` only their sizes. */
export const queryPages = (documents: DynamoDBDocumentClient, TableName: string, pause: Pause) =>
  async function* (query: TableQuery, select?: 'COUNT'): AsyncGenerator<QueryPage> {
    let start: Record<string, unknown> | undefined
    do {
      const request = {
        TableName,
        ...queryFields(query),
        ...(select ? { Select: select } : {}),
        ...(start ? { ExclusiveStartKey: start } : {}),
      }
      const answer = await patiently(pause, () => documents.send(new QueryCommand(request)))
      start = answer.LastEvaluatedKey
      // The table has no items without the two keys.
      yield { items: (answer.Items ?? []) as Item[], count: answer.Count ?? 0 }
    } while (start)
  }

const queryFields = (query: TableQuery) => {
  const prefix = query.index ? query.index.toLowerCase() : ''
  const names = { '#pk': `${prefix}pk`, '#sk': `${prefix}sk` }
  const sort = sortRange(query)
  return {
    ...(query.index ? { IndexName: query.index } : {}),
    KeyConditionExpression: `#pk = :pk${sort.condition}`,
    ExpressionAttributeNames: sort.condition ? names : { '#pk': names['#pk'] },
    ExpressionAttributeValues: { ':pk': query.pk, ...sort.values },
    ScanIndexForward: !query.descending,
    ConsistentRead: query.consistent === true && !query.index,
    ...(query.limit === undefined ? {} : { Limit: query.limit }),
  }
}

const sortRange = ({ beginsWith, from, to }: TableQuery): { condition: string; values: Record<string, string> } => {
  if (beginsWith !== undefined) return { condition: ' AND begins_with(#sk, :begins)', values: { ':begins': beginsWith } }
  if (from !== undefined && to !== undefined) {
    return { condition: ' AND #sk BETWEEN :from AND :to', values: { ':from': from, ':to': to } }
  }
  if (from !== undefined) return { condition: ' AND #sk >= :from', values: { ':from': from } }
  return to === undefined ? { condition: '', values: {} } : { condition: ' AND #sk <= :to', values: { ':to': to } }
}
