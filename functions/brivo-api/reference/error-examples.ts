import { administratorPrincipal } from '../../../shared/domain/identity/principals/administrator.ts'
import type { Responder } from '../../../shared/http/env.ts'
import type { Endpoint } from '../../../shared/http/route.ts'
import { AccountId, AdministratorId } from '../../../shared/lib/ids.ts'
import { type ErrorBody, unavailable } from '../error-body.ts'
import { idempotencyAnswers } from '../errors/idempotency.ts'
import type { Call } from './document.ts'
import { operationError } from './errors.ts'
import { wrongInputs } from './wrong-inputs.ts'

/**
 * What a call may answer with the status of an error: in the words of its own operation, route or schemas, so that no call is shown
 * with an error that it does not give. Undefined for answers that are no errors in JSON.
 */
export const errorExample = (status: string, call: Call, endpoint: Endpoint): ErrorBody | undefined => {
  if (status === '503') return { code: 503, message: unavailable }
  const message = operationError(call.operationId, status)
  if (message !== undefined) return { code: Number(status), message }
  if (status === '400') return invalidExample(call, endpoint)
  return status === '403' ? forbiddenExample(endpoint) : undefined
}

/** What a route answers an administrator who may not call it. */
const forbiddenExample = ({ refusals }: Endpoint): ErrorBody | undefined =>
  saidBy((c) =>
    refusals.forbidden(
      c,
      administratorPrincipal({
        accountId: AccountId.parse(1101),
        administratorId: AdministratorId.parse(1201),
        name: 'Ada Lovelace',
        username: 'ada',
        type: 'ASSISTANT',
        clientId: 'any',
        canCreateAdmins: false,
      }),
    ),
  )

/** What a route answers a request that does not fit: its example, with one thing wrong. */
const invalidExample = (call: Call, { route, refusals }: Endpoint): ErrorBody | undefined => {
  for (const { schema, data } of wrongInputs(call, route)) {
    const { error } = schema.safeParse(data)
    if (error) return saidBy((c) => refusals.invalid({ error, data }, c))
  }
  // Whatever else is right, the header of a call that writes may be wrong.
  return call.parameters?.some(({ name }) => name === 'Idempotency-Key') ? shared.InvalidHeader : undefined
}

/** The body of an answer, without making one. */
const saidBy = (refuse: (c: Responder) => unknown): ErrorBody | undefined => {
  let said: ErrorBody | undefined
  const json = (body: ErrorBody) => {
    said = body
  }
  // A refusal answers by `json` and by nothing else of a context.
  refuse({ json } as unknown as Responder)
  return said
}

/** The refusals that many calls share, by their names in the document. */
const shared: Readonly<Record<string, ErrorBody>> = {
  InvalidHeader: { code: 400, message: idempotencyAnswers.invalid_idempotency_key.message() },
  NoFilter: { code: 400, message: "Invalid filter format: unknown filter 'name'" },
  KeyInUse: { code: 409, message: idempotencyAnswers.idempotency_key_reused.message() },
  BodyTooLarge: { code: 413, message: 'The request body is larger than 1 MB' },
  BodyNotSupported: { code: 415, message: "Content-Type 'text/plain' is not supported: send application/json" },
}

/** An example of a refusal that many calls share. The others are those of the budgets of requests. */
export const sharedErrorExample = (name: string): ErrorBody => {
  const [, budget = 'general'] = name.split('-')
  const which = budget === 'general' ? '' : ` of '${budget}'`
  const message = `Too many requests${which} by this application: there may be 6000 in 60 seconds. Try again in 41 seconds`
  return shared[name] ?? { code: 429, message }
}
