/** A route of an HTTP API: `ANY /panels/{proxy+}`, `POST /login`, `$default`. `value` is whatever the route leads to. */
export type Route<T> = { readonly routeKey: string; readonly value: T }
export type Matched<T> = { readonly route: Route<T>; readonly pathParameters: Readonly<Record<string, string>> }

type Parsed<T> = { readonly route: Route<T>; readonly method: string; readonly segments: readonly string[] }

const segmentsOf = (path: string): string[] => path.split('/').slice(1)

const parse = <T>(route: Route<T>): Parsed<T> => {
  const [method = '', path = ''] = route.routeKey.split(' ')
  return { route, method, segments: segmentsOf(path) }
}

const isGreedy = (segment: string) => segment.startsWith('{') && segment.endsWith('+}')
const isVariable = (segment: string) => segment.startsWith('{') && segment.endsWith('}')

const matchSegments = (pattern: readonly string[], path: readonly string[]): Record<string, string> | undefined => {
  const parameters: Record<string, string> = {}
  for (const [index, segment] of pattern.entries()) {
    const given = path[index]
    if (isGreedy(segment)) {
      const rest = path.slice(index).join('/')
      return rest ? { ...parameters, [segment.slice(1, -2)]: rest } : undefined
    }
    if (given === undefined) return undefined
    if (isVariable(segment)) {
      if (!given) return undefined
      parameters[segment.slice(1, -1)] = given
    } else if (segment !== given) return undefined
  }
  return pattern.length === path.length ? parameters : undefined
}

/** API Gateway prefers the more exact route: literal before variable before greedy, a named method before ANY. */
const exactness = ({ method, segments }: Parsed<unknown>): string =>
  segments.map((segment) => (isGreedy(segment) ? '1' : isVariable(segment) ? '2' : '3')).join('') + (method === 'ANY' ? '0' : '4')

/** The router of an HTTP API. Undefined when no route matches and there is no `$default`: a 404 of API Gateway. */
export const routeTable = <T>(routes: readonly Route<T>[]) => {
  const fallback = routes.find((route) => route.routeKey === '$default')
  const exactFirst = routes
    .filter((route) => route !== fallback)
    .map(parse)
    .toSorted((a, b) => exactness(b).localeCompare(exactness(a)))
  return (method: string, path: string): Matched<T> | undefined => {
    const segments = segmentsOf(path)
    for (const parsed of exactFirst) {
      if (parsed.method !== 'ANY' && parsed.method !== method) continue
      const pathParameters = matchSegments(parsed.segments, segments)
      if (pathParameters) return { route: parsed.route, pathParameters }
    }
    return fallback && { route: fallback, pathParameters: {} }
  }
}
