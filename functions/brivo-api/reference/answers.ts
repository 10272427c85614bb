import type { Call, Response } from './document.ts'

/** The headers of answers, by their names in `components`. */
export const headers = {
  RequestId: { description: 'Names the request, in our logs too', schema: { type: 'string' }, example: requestId() },
  IdempotentReplayed: {
    description: 'Whether this is the answer to an earlier request with the same `Idempotency-Key`',
    schema: { type: 'string', enum: ['true'] },
  },
  CommandId: {
    description: 'The id of the command, for *Get a command*',
    schema: { type: 'string', format: 'uuid' },
    example: '0199a3c4-5d6e-7f80-9a1b-2c3d4e5f6071',
  },
}

function requestId() {
  return 'Root=1-67891233-abcdef012345678912345678'
}

/** Schemas of answers that no route declares. */
export const answerSchemas = {
  OauthError: {
    type: 'object',
    description: 'Why a token is refused, in the words of OAuth 2 (RFC 6750).',
    properties: {
      error: { type: 'string', description: 'A code for programs', examples: ['invalid_token'] },
      error_description: { type: 'string', description: 'A text for people', examples: ['Access token expired'] },
    },
    required: ['error', 'error_description'],
  },
}

const headerRef = (name: keyof typeof headers) => ({ $ref: `#/components/headers/${name}` })

const errorAnswer = (description: string): Response => ({
  description,
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
})

const unauthorized: Response = {
  description: 'No token was sent, or it is not valid any more',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/OauthError' } } },
}

/** What kinds of answers a call has besides those of its route. */
export type CallKind = { needsToken: boolean; writes: boolean; ordersCommand: boolean }

/**
 * Every answer of a call: those of its route and those that come before a route is reached, each with its headers, in order of
 * their statuses.
 */
export const allAnswers = (declared: Call['responses'], kind: CallKind): Call['responses'] => {
  const keyed = kind.needsToken && kind.writes
  const general: Call['responses'] = {
    ...(kind.needsToken ? { 401: unauthorized } : {}),
    503: errorAnswer('The service is unavailable for the moment; try again'),
  }
  const named = Object.entries({ ...general, ...declared }).map(([status, answer]) => {
    if (answer.$ref) return [status, answer] as const
    const own = {
      ...answer.headers,
      'X-Request-Id': headerRef('RequestId'),
      ...(keyed && status !== '401' ? { 'Idempotent-Replayed': headerRef('IdempotentReplayed') } : {}),
      ...(kind.ordersCommand && status < '300' ? { 'Sallyport-Command-Id': headerRef('CommandId') } : {}),
    }
    return [status, { ...answer, headers: own }] as const
  })
  return Object.fromEntries(named)
}
