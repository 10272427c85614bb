import type { TypedResponse } from 'hono'
import type { z } from 'zod'
import { CommandWire, commandWire } from '../../../../shared/dialects/brivo/commands/wire.ts'
import { awaitResult } from '../../../../shared/domain/devices/commands/await-result.ts'
import type { Command } from '../../../../shared/domain/devices/commands/entity.ts'
import { isFinal } from '../../../../shared/domain/devices/commands/lifecycle.ts'
import type { Principal } from '../../../../shared/domain/identity/principals/principal.ts'
import type { Responder } from '../../../../shared/http/env.ts'
import type { Result } from '../../../../shared/lib/result.ts'
import { apiError, type ErrorAnswer } from '../../api-error.ts'
import type { ApiDeps } from '../../env.ts'
import type { ExpectedError } from '../../error-answers.ts'
import { json } from '../../wire.ts'

/** The answers of a call that orders a command and is asked to wait for what comes of it. */
export const waitedAnswers = {
  200: json('The command, when `wait` is given and the panel said in time how it ended; empty otherwise', CommandWire),
  202: json('The command, when `wait` is given and it is not known yet how it ended', CommandWire),
}

type Ordered<E extends ExpectedError, Plain extends 200 | 204> =
  | (Response & TypedResponse<z.infer<typeof CommandWire>, 200 | 202 | Plain, 'json'>)
  | ErrorAnswer<E>

/**
 * Answers a call that ordered a command, which it names in a header: at once, without a body and with the status `plain`; or, when the
 * caller waits, with the command, 200 when the panel has said how it ended and 202 when it has not.
 */
export const replyOrdered = async <E extends ExpectedError, Plain extends 200 | 204>(
  c: Responder & { header: (name: string, value: string) => void; var: { principal: Principal } },
  deps: ApiDeps<'commands'>,
  result: Result<Command, E>,
  { wait }: { wait?: number | undefined },
  plain: Plain,
): Promise<Ordered<E, Plain>> => {
  if (!result.ok) return apiError(c, result.error)
  const command = result.value
  c.header('Sallyport-Command-Id', command.id)
  // A route that declares no body, and a status that depends on what is known, have this type for it.
  if (wait === undefined) return c.body(null, plain) as unknown as Ordered<E, Plain>
  const waited = await awaitResult(deps, c.var.principal.accountId, command, wait)
  return c.json(commandWire(waited), isFinal(waited.state) ? 200 : 202) as unknown as Ordered<E, Plain>
}
