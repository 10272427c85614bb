import type { Item, Key, TableQuery, Write } from '../../shared/storage/table/types.ts'

/*
 * What DynamoDB and its client refuse, by throwing: a store that writes what a caller gave must never come to that.
 */

const maxKeyBytes = { pk: 2_048, sk: 1_024 }
const maxItemBytes = 400 * 1_024
const maxDepth = 32
const maxWrites = 100

const refuse = (what: string): never => {
  throw new Error(`DynamoDB refuses ${what}`)
}

const checkKeyPart = (name: 'pk' | 'sk', value: unknown): void => {
  if (typeof value !== 'string' || value === '') refuse(`an empty key: ${name}`)
  if (Buffer.byteLength(String(value)) > maxKeyBytes[name]) refuse(`a key of more than ${maxKeyBytes[name]} bytes: ${name}`)
}
const checkKey = ({ pk, sk }: Key): void => {
  checkKeyPart('pk', pk)
  checkKeyPart('sk', sk)
}

const checkValue = (value: unknown, depth = 0): void => {
  if (depth > maxDepth) refuse(`values that are nested more than ${maxDepth} deep`)
  if (typeof value === 'number' && !(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) refuse(`the number ${value}`)
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) checkValue(inner, depth + 1)
}

const indexKeys = [
  ['gsi1pk', 'pk'],
  ['gsi1sk', 'sk'],
  ['gsi2pk', 'pk'],
  ['gsi2sk', 'sk'],
] as const

/** Throws for an item that the table could not hold. */
export const checkItem = (item: Item): void => {
  checkKey(item)
  for (const [attribute, part] of indexKeys) if (item[attribute] !== undefined) checkKeyPart(part, item[attribute])
  checkValue(item)
  if (Buffer.byteLength(JSON.stringify(item)) > maxItemBytes) refuse(`an item of more than ${maxItemBytes} bytes`)
}

/** Throws for a group of writes to `targets` that the table would not take. */
export const checkWrites = (writes: readonly Write[], targets: readonly Key[]): void => {
  if (writes.length > maxWrites) refuse(`${writes.length} writes in one transaction`)
  for (const target of targets) checkKey(target)
  for (const write of writes) if ('put' in write) checkItem(write.put)
}

/** Throws for a query that the table would not answer: the service looks at the length of a key too, unlike DynamoDB Local. */
export const checkQuery = ({ pk, from, to, beginsWith, limit }: TableQuery): void => {
  checkKeyPart('pk', pk)
  for (const bound of [from, to, beginsWith]) if (bound !== undefined) checkKeyPart('sk', bound)
  if (from !== undefined && to !== undefined && from > to) refuse('a range that ends before it begins')
  if (limit !== undefined && limit < 1) refuse(`a limit of ${limit}`)
}
