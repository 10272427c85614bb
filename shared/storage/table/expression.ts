import type { Condition, UpdateWrite } from './types.ts'

/** Collects the placeholders of one DynamoDB request, so that no attribute name or value ever meets the expression text. */
const placeholders = () => {
  const names: Record<string, string> = {}
  const values: Record<string, unknown> = {}
  const name = (segment: string) => {
    const known = Object.entries(names).find(([, real]) => real === segment)
    if (known) return known[0]
    const placeholder = `#n${Object.keys(names).length}`
    names[placeholder] = segment
    return placeholder
  }
  return {
    names,
    values,
    /** `a.b[3]` with each name replaced: `#n0.#n1[3]`. */
    path: (path: string) => path.replace(/[^.[\]]+(?=\.|\[|$)/g, (segment) => name(segment)),
    value: (value: unknown) => {
      const placeholder = `:v${Object.keys(values).length}`
      values[placeholder] = value
      return placeholder
    },
  }
}
type Placeholders = ReturnType<typeof placeholders>

const conditionText = (condition: Condition, place: Placeholders): string => {
  if ('anyOf' in condition) return `(${condition.anyOf.map((one) => conditionText(one, place)).join(' OR ')})`
  const path = place.path(condition.attribute)
  if (condition.is === 'absent') return `attribute_not_exists(${path})`
  if (condition.is === 'present') return `attribute_exists(${path})`
  return `${path} ${condition.is} ${place.value(condition.value)}`
}

const updateText = (write: UpdateWrite, place: Placeholders): string => {
  const sets = Object.entries(write.set ?? {}).map(([path, value]) => `${place.path(path)} = ${place.value(value)}`)
  const adds = Object.entries(write.add ?? {}).map(([path, amount]) => {
    const placed = place.path(path)
    return `${placed} = if_not_exists(${placed}, ${place.value(0)}) + ${place.value(amount)}`
  })
  const removes = (write.remove ?? []).map((path) => place.path(path))
  const set = sets.length + adds.length > 0 ? `SET ${[...sets, ...adds].join(', ')}` : ''
  const remove = removes.length > 0 ? `REMOVE ${removes.join(', ')}` : ''
  return `${set} ${remove}`.trim()
}

/** The expression fields of a DynamoDB write: only those that are not empty, as the service refuses empty ones. */
export const expressionFields = (when: Condition[] | undefined, update?: UpdateWrite) => {
  const place = placeholders()
  const updateExpression = update ? updateText(update, place) : ''
  const conditionExpression = (when ?? []).map((one) => conditionText(one, place)).join(' AND ')
  return {
    ...(updateExpression ? { UpdateExpression: updateExpression } : {}),
    ...(conditionExpression ? { ConditionExpression: conditionExpression } : {}),
    ...(Object.keys(place.names).length > 0 ? { ExpressionAttributeNames: place.names } : {}),
    ...(Object.keys(place.values).length > 0 ? { ExpressionAttributeValues: place.values } : {}),
  }
}
