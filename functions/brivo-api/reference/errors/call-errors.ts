import type { Noun } from '../../../../shared/domain/common-errors.ts'
import type { Result } from '../../../../shared/lib/result.ts'
import type { StatusOf } from '../../api-error.ts'
import type { ExpectedError } from '../../error-answers.ts'
import type { ErrorOf, OperationId } from '../../mounts.ts'

/** An error as its example is written: with numbers in the place of ids. */
type Plain<T> = T extends number ? number : T extends object ? { readonly [K in keyof T]: Plain<T[K]> } : T

/** The errors among `E` that are answered with `Status`. */
type ErrorWith<E, Status> = E extends ExpectedError ? (StatusOf<E> extends Status ? Plain<E> : never) : never

/**
 * Statuses with examples that follow from the route: what a request that does not fit its schemas is answered, and who may not
 * call. An error of the operation may stand for them, where the route gives none.
 */
type OfRoute = 400 | 403

type StatusIn<E> = E extends ExpectedError ? StatusOf<E> : never
type OwnStatus<Id extends OperationId> = Exclude<StatusIn<ErrorOf<Id>>, OfRoute>

/** An error for each status that the operation of a call can end in. Only errors that it can end in compile. */
type ErrorsOf<Id extends OperationId> = { readonly [S in OwnStatus<Id>]: ErrorWith<ErrorOf<Id>, S> } & {
  readonly [S in OfRoute]?: ErrorWith<ErrorOf<Id>, S>
}

/** The errors of every call that has some: one that is forgotten does not compile. */
export type CallErrors = { readonly [Id in OperationId as OwnStatus<Id> extends never ? never : Id]: ErrorsOf<Id> }

/** The errors of some calls. */
export type SomeCallErrors = { readonly [Id in OperationId]?: ErrorsOf<Id> }

/** Nothing has this id. */
export const missing = <What extends Noun>(what: What, id = 1) => ({ kind: 'not_found', what, id }) as const
/** Nothing has this name. */
export const missingNamed = <What extends Noun>(what: What, id: string) => ({ kind: 'not_found', what, id }) as const
export const changed = (what: string) => ({ kind: 'changed_meanwhile', what }) as const

/** What is said of a text that cannot be read. */
export const refusedBy = <E>(read: Result<unknown, E>): E => {
  if (read.ok) throw new Error('An example of an error is none')
  return read.error
}
