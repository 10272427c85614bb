/** An expected outcome: `ok` with a value, or not `ok` with an error that is a union on `kind`. Bugs and outages throw instead. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E }

/** A success that carries `value`. */
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value })

/** An expected failure that carries `error`. */
export const err = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error })

/** `value` as a success, or `error` when there is none. */
export const found = <T, E>(value: T | undefined, error: E): Result<T, E> => (value === undefined ? err(error) : ok(value))
