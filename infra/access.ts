import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { FunctionName } from './stage.ts'
import { tableAccess } from './table-access.ts'

/** One right of a function. A resource with a `*` in it needs the reason why no narrower one would do. */
export type Grant = Readonly<{ statement: PolicyStatement; whyWildcard?: string }>

/** What the function may do with the table: named actions on named indexes, and only under the partition keys it needs. */
export const allowTable = (table: Table, name: FunctionName): Grant[] =>
  tableAccess[name].map(({ may, under, indexes = [] }) => ({
    statement: new PolicyStatement({
      actions: may.map((action) => `dynamodb:${action}`),
      resources: [table.tableArn, ...indexes.map((index) => `${table.tableArn}/index/${index}`)],
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': under } },
    }),
  }))

/** The actions on the resources. */
export const allow = (actions: readonly string[], resources: readonly string[]): Grant => ({
  statement: new PolicyStatement({ actions: [...actions], resources: [...resources] }),
})

/** The actions on every photo. */
export const allowPhotos = (media: Bucket, actions: readonly ('s3:GetObject' | 's3:PutObject' | 's3:DeleteObject')[]): Grant => ({
  ...allow(actions, [media.arnForObjects('A/*')]),
  whyWildcard: 'A photo is named by its account and person, which come long after the role',
})
