/** What is read of an OpenAPI document or of a JSON schema in one: loosely, as it comes from a file. */
export type Node = { readonly [name: string]: unknown }

/**
 * What would break a client that was made for the document `before` when the API becomes `after`, one sentence for each: a path,
 * a verb, a status or a field of an answer that is gone, an input that is newly required, and an enum of an input with fewer values.
 */
export const breakingChanges = (before: Node, after: Node): string[] =>
  Object.entries(nodeAt(before, 'paths')).flatMap(([path, verbs]) => {
    const now = nodeAt(after, 'paths', path)
    if (!(path in nodeAt(after, 'paths'))) return [`${path} is gone`]
    return Object.entries(asNode(verbs)).flatMap(([verb, call]) => {
      const name = `${verb.toUpperCase()} ${path}`
      if (!(verb in now)) return [`${name} is gone`]
      return callChanges(name, { document: before, node: asNode(call) }, { document: after, node: nodeAt(now, verb) })
    })
  })

/** A part of a document, with the document in which its references are resolved. */
type Part = { document: Node; node: Node }

const callChanges = (name: string, before: Part, after: Part): string[] => [
  ...parameterChanges(name, before, after),
  ...(nodeAt(after.node, 'requestBody').required === true && nodeAt(before.node, 'requestBody').required !== true
    ? [`${name}: a body is required now`]
    : []),
  ...('requestBody' in before.node
    ? inputChanges(`${name}: body`, bodyOf(before, 'requestBody'), bodyOf(after, 'requestBody'))
    : []),
  ...Object.keys(nodeAt(before.node, 'responses')).flatMap((status) =>
    status in nodeAt(after.node, 'responses')
      ? answerChanges(`${name}: ${status}`, bodyOf(before, 'responses', status), bodyOf(after, 'responses', status))
      : [`${name}: the answer ${status} is gone`],
  ),
]

const parameterChanges = (name: string, before: Part, after: Part): string[] => {
  const known = new Map(listAt(before.node, 'parameters').map((one) => [`${one.in} ${one.name}`, one]))
  return listAt(after.node, 'parameters').flatMap((one) => {
    const label = `${one.in} ${one.name}`
    const was = known.get(label)
    if (one.required === true && was?.required !== true) return [`${name}: ${label} is required now`]
    if (!was) return []
    return inputChanges(`${name}: ${label}`, within(before, nodeAt(was, 'schema')), within(after, nodeAt(one, 'schema')))
  })
}

const inputChanges = (name: string, before: Part, after: Part): string[] =>
  schemaChanges(name, before, after, (label, was, now) => {
    const [values, wanted] = [valuesOf(was), valuesOf(now)]
    const newlyRequired = namesIn(now.required).filter((field) => !namesIn(was.required).includes(field))
    return [
      ...newlyRequired.map((field) => `${label}.${field} is required now`),
      ...(wanted && !values ? [`${label} takes no more than ${wanted.join(', ')} now`] : []),
      ...(wanted
        ? (values ?? []).filter((value) => !wanted.includes(value)).map((value) => `${label} does not take ${value} now`)
        : []),
    ]
  })

const answerChanges = (name: string, before: Part, after: Part): string[] =>
  schemaChanges(name, before, after, (label, was, now) =>
    Object.keys(nodeAt(was, 'properties'))
      .filter((field) => !(field in nodeAt(now, 'properties')))
      .map((field) => `${label}.${field} is gone`),
  )

type Compare = (label: string, was: Node, now: Node) => string[]

/** Compares two schemas and what both of them contain by the same name; `seen` ends a schema that contains itself. */
const schemaChanges = (label: string, before: Part, after: Part, compare: Compare, seen: readonly Node[] = []): string[] => {
  const [was, now] = [resolved(before), resolved(after)]
  if (seen.includes(was)) return []
  const deeper = (step: string, ...path: string[]) => {
    const inner = nodeAt(was, ...path)
    return schemaChanges(`${label}${step}`, within(before, inner), within(after, nodeAt(now, ...path)), compare, [...seen, was])
  }
  const shared = Object.keys(nodeAt(was, 'properties')).filter((field) => field in nodeAt(now, 'properties'))
  return [
    ...compare(label, was, now),
    ...shared.flatMap((field) => deeper(`.${field}`, 'properties', field)),
    ...(now.items ? deeper('[]', 'items') : []),
    ...['anyOf', 'oneOf', 'allOf'].flatMap((kind) =>
      listAt(was, kind).flatMap((_, index) => (listAt(now, kind)[index] ? deeper('', kind, String(index)) : [])),
    ),
  ]
}

const resolved = ({ document, node }: Part): Node =>
  typeof node.$ref === 'string' ? nodeAt(document, ...node.$ref.replace('#/', '').split('/')) : node

const bodyOf = (part: Part, ...path: string[]): Part =>
  within(part, nodeAt(part.node, ...path, 'content', 'application/json', 'schema'))

const within = ({ document }: Part, node: Node): Part => ({ document, node })

/** The values that a schema takes, or undefined when it does not list them. */
const valuesOf = (schema: Node): unknown[] | undefined =>
  Array.isArray(schema.enum) ? schema.enum : 'const' in schema ? [schema.const] : undefined

const nodeAt = (node: Node, ...path: string[]): Node => path.reduce<Node>((at, name) => asNode(at[name]), node)

const listAt = (node: Node, name: string): Node[] => {
  const list = node[name]
  return Array.isArray(list) ? list.map(asNode) : []
}

const namesIn = (list: unknown): unknown[] => (Array.isArray(list) ? list : [])

// An object or an array that JSON.parse made is read by name; what is neither has no names.
const asNode = (value: unknown): Node => (typeof value === 'object' && value !== null ? (value as Node) : {})
