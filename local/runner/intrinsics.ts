/** What the intrinsic functions of a template look things up in. `stack` is the stack the value stands in. */
export type Scope = {
  readonly ref: (stack: string, id: string) => unknown
  readonly attribute: (stack: string, id: string, name: string) => unknown
  readonly imported: (name: string) => unknown
  readonly condition: (stack: string, name: string) => unknown
  readonly mapped: (stack: string, map: string, first: string, second: string) => unknown
  readonly pseudo: (stack: string, name: string) => string
}

/** Stands for `AWS::NoValue`: the property is as if it were not written. */
const noValue = Symbol('AWS::NoValue')

type Arguments = (value: unknown) => unknown
type Intrinsic = (argument: unknown, resolve: Arguments, stack: string, scope: Scope) => unknown

const list = (value: unknown): unknown[] => {
  if (!Array.isArray(value)) throw new Error(`A list was expected in the template, not ${JSON.stringify(value)}`)
  return value
}

const reference = (stack: string, name: string, scope: Scope): unknown => {
  if (name === 'AWS::NoValue') return noValue
  return name.startsWith('AWS::') ? scope.pseudo(stack, name) : scope.ref(stack, name)
}

const attribute = (stack: string, path: unknown, resolve: Arguments, scope: Scope): unknown => {
  const [id, ...rest] = typeof path === 'string' ? path.split('.') : list(path).map((part) => String(resolve(part)))
  return scope.attribute(stack, String(id), rest.join('.'))
}

const substitute: Intrinsic = (argument, resolve, stack, scope) => {
  const [text, variables] = typeof argument === 'string' ? [argument, {}] : list(argument)
  // The second argument of Fn::Sub is always a map of names to values.
  const given = (variables ?? {}) as Record<string, unknown>
  return String(text).replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`
    if (name in given) return String(resolve(given[name]))
    return String(
      name.includes('.') && !name.startsWith('AWS::') ? attribute(stack, name, resolve, scope) : reference(stack, name, scope),
    )
  })
}

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, _resolve, stack, scope) => reference(stack, String(name), scope),
  'Fn::GetAtt': (path, resolve, stack, scope) => attribute(stack, path, resolve, scope),
  'Fn::Join': (argument, resolve) => {
    const [separator, parts] = list(argument)
    return list(resolve(parts)).map(String).join(String(separator))
  },
  'Fn::Sub': substitute,
  'Fn::Select': (argument, resolve) => {
    const [index, values] = list(argument)
    return list(resolve(values))[Number(resolve(index))]
  },
  'Fn::Split': (argument, resolve) => {
    const [separator, text] = list(argument)
    return String(resolve(text)).split(String(separator))
  },
  'Fn::ImportValue': (name, resolve, _stack, scope) => scope.imported(String(resolve(name))),
  'Fn::Base64': (text, resolve) => Buffer.from(String(resolve(text))).toString('base64'),
  'Fn::FindInMap': (argument, resolve, stack, scope) => {
    const [map, first, second] = list(resolve(argument)).map(String)
    return scope.mapped(stack, String(map), String(first), String(second))
  },
  'Fn::If': (argument, resolve, stack, scope) => {
    const [name, yes, no] = list(argument)
    return resolve(scope.condition(stack, String(name)) ? yes : no)
  },
  'Fn::Equals': (argument, resolve) => {
    const [left, right] = list(argument).map((side) => JSON.stringify(resolve(side)))
    return left === right
  },
  'Fn::Not': (argument, resolve) => !resolve(list(argument)[0]),
  'Fn::And': (argument, resolve) => list(argument).every((part) => resolve(part)),
  'Fn::Or': (argument, resolve) => list(argument).some((part) => resolve(part)),
  Condition: (name, _resolve, stack, scope) => scope.condition(stack, String(name)),
}

/** Resolves a value of a template: every intrinsic function in it is replaced by what it stands for. */
export const resolveValue = (value: unknown, stack: string, scope: Scope): unknown => {
  const resolve = (inner: unknown): unknown => resolveValue(inner, stack, scope)
  if (Array.isArray(value)) return value.map(resolve).filter((item) => item !== noValue)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value)
  const [only] = entries
  if (entries.length === 1 && only) {
    const intrinsic = intrinsics[only[0]]
    // `Condition` is an intrinsic only inside another condition, where its argument is a name; in a policy it is a record.
    if (intrinsic && !(only[0] === 'Condition' && typeof only[1] !== 'string')) return intrinsic(only[1], resolve, stack, scope)
    if (only[0].startsWith('Fn::')) throw new Error(`The local cloud does not know ${only[0]}`)
  }
  return Object.fromEntries(entries.map(([name, inner]) => [name, resolve(inner)]).filter(([, inner]) => inner !== noValue))
}
