import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'

/** One right of a function. A resource with a `*` in it needs the reason why no narrower one would do. */
export type Grant = Readonly<{ statement: PolicyStatement; whyWildcard?: string }>

/** Actions on single items. A transaction needs those of its parts; there is no action of its own. Scan is not among them. */
export type ItemAction = 'GetItem' | 'BatchGetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem'

export type TableAccess = Readonly<{
  items: readonly ItemAction[]
  /** What may be queried: the table itself and its indexes. */
  query: readonly ('table' | 'GSI1' | 'GSI2')[]
  /** Patterns one of which every partition key must match, of the table or of the index that is asked. */
  leadingKeys: readonly string[]
}>

/** What a function may do with the table: named actions, named indexes, and only under partition keys that begin as given. */
export const allowTable = (table: Table, access: TableAccess): Grant[] => {
  const conditions = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': access.leadingKeys } }
  const queried = access.query.map((name) => (name === 'table' ? table.tableArn : `${table.tableArn}/index/${name}`))
  return [
    { actions: access.items.map((action) => `dynamodb:${action}`), resources: [table.tableArn], conditions },
    { actions: ['dynamodb:Query'], resources: queried, conditions },
  ]
    .filter(({ actions, resources }) => actions.length > 0 && resources.length > 0)
    .map((statement) => ({ statement: new PolicyStatement(statement) }))
}

/** The actions on the resources. */
export const allow = (actions: readonly string[], resources: readonly string[]): Grant => ({
  statement: new PolicyStatement({ actions: [...actions], resources: [...resources] }),
})
