import type { Route } from '../../../shared/http/route.ts'
import { allAnswers } from './answers.ts'
import type { Call } from './document.ts'
import { idempotencyKeyParameter } from './idempotency-key.ts'
import type { CallText } from './section.ts'
import { withToken } from './security.ts'

/** The last words of paths whose answers name a command. */
const ordersCommand: ReadonlySet<string> = new Set(['activate', 'unlock', 'activateElevator'])

/**
 * A call as the document has it: what its route declares, what the reference says of it, and what holds for every call of its kind.
 * `call` is as it was generated.
 */
export const describedCall = (path: string, verb: string, call: Call, route: Route, text: CallText, section: string): Call => {
  const needsToken = route.permission !== 'public'
  const writes = verb !== 'get'
  const { operationId, parameters = [], ...declared } = call
  return {
    operationId,
    summary: text.summary,
    description: descriptionOf(text, route),
    tags: [section],
    security: needsToken ? withToken : [],
    parameters: needsToken && writes ? [...parameters, idempotencyKeyParameter] : parameters,
    ...declared,
    responses: allAnswers(call.responses, {
      needsToken,
      writes,
      ordersCommand: ordersCommand.has(path.split('/').at(-1) ?? ''),
    }),
  }
}

const descriptionOf = ({ description, filter }: CallText, { permission, alsoBy = [] }: Route): string =>
  [
    description,
    ...(filter ? [`Fields of the filter:\n\n${filterTable(filter)}`] : []),
    ...(permission === 'none' || permission === 'public' ? [] : [`Needs \`${permission}\`.`]),
    ...(alsoBy.length > 0 ? [`Also answered by ${alsoBy.map((verb) => verb.toUpperCase()).join(' and ')}.`] : []),
  ].join('\n\n')

const filterTable = (fields: Readonly<Record<string, string>>): string => {
  const rows = Object.entries(fields).map(([name, what]) => `| \`${name}\` | ${what} |`)
  return ['| Field | What it takes |', '| --- | --- |', ...rows].join('\n')
}
