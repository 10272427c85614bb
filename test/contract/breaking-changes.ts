import type { Shape, ShapeRules, Surface, SurfaceCall } from './surface.ts'

/**
 * What would break a client that was made for the API `before` when it becomes `after`, one sentence for each. What is added breaks
 * nobody: a call, an error status, an input that may be left out, a field of an answer, a value of an enum.
 */
export const breakingChanges = (before: Surface, after: Surface): string[] =>
  Object.entries(before.calls).flatMap(([name, was]) => {
    const now = after.calls[name]
    return now ? callChanges(name, was, now, { before, after }) : [`${name} is gone`]
  })

type Both = { before: Surface; after: Surface }

const callChanges = (name: string, was: SurfaceCall, now: SurfaceCall, both: Both): string[] => [
  ...(was.public && !now.public ? [`${name} needs a token now`] : []),
  ...parameterChanges(name, was, now, both),
  ...bodyChanges(name, was, now, both),
  ...Object.entries(was.answers).flatMap(([status, types]) => {
    const answer = now.answers[status]
    return answer ? typeChanges(`${name}: ${status}`, types, answer, answerChanges(both)) : [`${name}: ${status} is gone`]
  }),
  ...Object.keys(now.answers)
    .filter((status) => status < '400' && !(status in was.answers))
    .map((status) => `${name}: ${status} is a new success`),
]

const parameterChanges = (name: string, was: SurfaceCall, now: SurfaceCall, both: Both): string[] => [
  ...Object.entries(was.parameters ?? {}).flatMap(([label, { shape }]) => {
    const parameter = now.parameters?.[label]
    return parameter
      ? inputChanges(both)(`${name}: ${label}`, shape, parameter.shape)
      : [`${name}: ${label} is not taken any more`]
  }),
  ...Object.entries(now.parameters ?? {})
    .filter(([label, { required }]) => required && !was.parameters?.[label]?.required)
    .map(([label]) => `${name}: ${label} is required now`),
]

const bodyChanges = (name: string, { body: was }: SurfaceCall, { body: now }: SurfaceCall, both: Both): string[] => {
  const required = now?.required && !was?.required ? [`${name}: a body is required now`] : []
  if (!was) return required
  return now
    ? [...required, ...typeChanges(`${name}: body`, was.types, now.types, inputChanges(both))]
    : [`${name}: a body is not taken any more`]
}

type Compare = (label: string, was: Shape, now: Shape) => string[]

const typeChanges = (
  label: string,
  was: Readonly<Record<string, Shape>>,
  now: Readonly<Record<string, Shape>>,
  compare: Compare,
) =>
  Object.entries(was).flatMap(([type, shape]) => {
    const other = now[type]
    return other === undefined ? [`${label} as ${type} is gone`] : compare(label, shape, other)
  })

/** What an input took and takes no more. */
const inputChanges = ({ before, after }: Both): Compare =>
  comparing({ before, after, taker: 'after' }, (label, was, now) => {
    const [fields, required] = [was.properties ?? {}, was.required ?? []]
    return [
      ...Object.keys(fields)
        .filter((field) => now.properties && !(field in now.properties))
        .map((field) => `${label}.${field} is not taken any more`),
      ...(now.required ?? []).filter((field) => !required.includes(field)).map((field) => `${label}.${field} is required now`),
      ...narrowerValues(label, was, now),
    ]
  })

/** What an answer promised and promises no more. */
const answerChanges = ({ before, after }: Both): Compare =>
  comparing({ before, after, taker: 'before' }, (label, was, now) => {
    const required = now.required ?? []
    return [
      ...Object.keys(was.properties ?? {})
        .filter((field) => !(field in (now.properties ?? {})))
        .map((field) => `${label}.${field} is gone`),
      ...(was.required ?? [])
        .filter((field) => field in (now.properties ?? {}) && !required.includes(field))
        .map((field) => `${label}.${field} may be left out now`),
      ...(was.enum && !now.enum ? [`${label} may be any value now`] : []),
    ]
  })

const narrowerValues = (label: string, was: ShapeRules, now: ShapeRules): string[] => {
  const values = now.enum
  if (!values) return narrowerLimits(label, was, now)
  if (!was.enum) return [`${label} takes no more than ${values.join(', ')} now`]
  return was.enum.filter((value) => !values.includes(value)).map((value) => `${label} does not take ${value} now`)
}

const lower = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'] as const
const upper = ['maximum', 'maxLength', 'maxItems'] as const

const narrowerLimits = (label: string, was: ShapeRules, now: ShapeRules): string[] =>
  [
    ...lower.filter((limit) => Number(now[limit] ?? -Infinity) > Number(was[limit] ?? -Infinity)),
    ...upper.filter((limit) => Number(now[limit] ?? Infinity) < Number(was[limit] ?? Infinity)),
    ...(now.pattern !== undefined && now.pattern !== was.pattern ? (['pattern'] as const) : []),
  ].map((limit) => `${label} has the ${limit} ${now[limit]} now`)

/**
 * Compares two shapes and all that both contain by the same name, with `compare` for each pair. `taker` is the side that must take all
 * that the other may give: the API as it is now for inputs, clients as they were for answers.
 */
const comparing = ({ before, after, taker }: Both & { taker: keyof Both }, compare: CompareRules): Compare => {
  const both = (label: string, was: Shape, now: Shape, seen: readonly Shape[]): string[] => {
    // A schema that contains itself was compared already.
    if (typeof was === 'string' && seen.includes(was)) return []
    const path = [...seen, was]
    const [left, right] = [alternativesOf(was, before), alternativesOf(now, after)]
    const [givers, takers] = taker === 'after' ? [left, right] : [right, left]
    return givers.flatMap((giver) => {
      const pairs = takers
        .filter((other) => fits(giver, other))
        .map((other) => (taker === 'after' ? ([giver, other] as const) : ([other, giver] as const)))
      if (pairs.length === 0) return [`${label} ${taker === 'after' ? 'does not take' : 'may be'} ${nameOf(giver)} now`]
      const changes = pairs.map(([one, other]) => [...compare(label, one, other), ...inner(label, one, other, path)])
      // Of several alternatives of a type, one that takes it all is enough.
      return changes.find(({ length }) => length === 0) ?? changes[0] ?? []
    })
  }
  const inner = (label: string, was: ShapeRules, now: ShapeRules, seen: readonly Shape[]): string[] => [
    ...Object.entries(was.properties ?? {}).flatMap(([field, shape]) => {
      const other = now.properties?.[field]
      return other === undefined ? [] : both(`${label}.${field}`, shape, other, seen)
    }),
    ...(was.items !== undefined && now.items !== undefined ? both(`${label}[]`, was.items, now.items, seen) : []),
  ]
  return (label, was, now) => both(label, was, now, [])
}

type CompareRules = (label: string, was: ShapeRules, now: ShapeRules) => string[]

/** Whether what is of the one type is of the other: a whole number is a number too, and no type is any. */
const fits = (giver: ShapeRules, taker: ShapeRules): boolean =>
  taker.type === undefined || taker.type === giver.type || (giver.type === 'integer' && taker.type === 'number')

const nameOf = ({ type }: ShapeRules): string => (type === undefined ? 'any type' : String(type))

/** What a shape may be, each with one type. */
const alternativesOf = (shape: Shape, surface: Surface): ShapeRules[] => {
  if (typeof shape === 'string') return alternativesOf(surface.schemas[shape] ?? {}, surface)
  if (shape.anyOf) return shape.anyOf.flatMap((one) => alternativesOf(one, surface))
  return typeof shape.type === 'object' ? shape.type.map((type) => ({ ...shape, type })) : [shape]
}
