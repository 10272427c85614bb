import { type ExpectedError, errorAnswers } from '../error-answers.ts'
import { administrationErrors } from './errors/administration.ts'
import type { CallErrors } from './errors/call-errors.ts'
import { doorsErrors } from './errors/doors.ts'
import { peopleErrors } from './errors/people.ts'

const callErrors = { ...peopleErrors, ...doorsErrors, ...administrationErrors } satisfies CallErrors
const errors: ReadonlyMap<string, Readonly<Record<string, { kind: ExpectedError['kind'] }>>> = new Map(Object.entries(callErrors))

/** What the operation of a call answers with `status`; undefined where it gives no error that does. */
export const operationError = (operationId: string, status: string): string | undefined => {
  const error = errors.get(operationId)?.[status]
  // The table has a message for every kind, which reads no more of an error than its example has.
  return error && (errorAnswers[error.kind].message as (error: object) => string)(error)
}
