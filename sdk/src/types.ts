import type { components, paths } from './schema.ts'

/** Every object of the API by its name in the document: `Schemas['User']`. */
export type Schemas = components['schemas']

export type Method = 'get' | 'put' | 'post' | 'patch' | 'delete'

/** The paths that have a call by `M`, without `/v1/api`. */
export type PathWith<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never
}[keyof paths]

/** One call of the API as the generated types have it. */
export type Operation<P extends PathWith<M>, M extends Method> = paths[P][M]

/** What every call takes beside its own input. */
export type CommonOptions = {
  /** Ends the call, its pauses between attempts included. */
  signal?: AbortSignal
  headers?: Readonly<Record<string, string>>
  /**
   * Names a request that writes, so that it runs once however often it is sent (docs: Repeated requests). Left out, each call has a
   * key of its own; give one to repeat a call in another process or on another day.
   */
  idempotencyKey?: string
}

type Parameters<Op, Place extends 'path' | 'query'> = Op extends { parameters: Record<Place, infer Values> }
  ? Record<Place, Values>
  : Op extends { parameters: Partial<Record<Place, infer Values>> }
    ? [Values] extends [undefined]
      ? unknown
      : Partial<Record<Place, NonNullable<Values>>>
    : unknown

/** Headers that the call must have. */
type HeadersOption<Op> = Op extends { parameters: { header: infer Values } }
  ? { headers: Values & Readonly<Record<string, string>> }
  : unknown

type Content<Body> = Body extends { content: infer Types }
  ? Types extends { 'application/json': infer Json }
    ? Json
    : FormData
  : never

type BodyOption<Op> = Op extends { requestBody: infer Body }
  ? { body: Content<Body> }
  : Op extends { requestBody?: infer Body }
    ? [Body] extends [undefined]
      ? unknown
      : { body?: Content<NonNullable<Body>> }
    : unknown

/** What a call takes: parameters of its path and query, headers that it needs, its body, and what every call takes. */
export type CallOptions<Op> = Parameters<Op, 'path'> &
  Parameters<Op, 'query'> &
  HeadersOption<Op> &
  BodyOption<Op> &
  CommonOptions

type Success<Op> = Op extends { responses: infer Answers } ? Answers[keyof Answers & (200 | 201 | 204)] : never

type DataIn<Answer> = Answer extends { content: infer Types }
  ? Types extends { 'application/json': infer Json }
    ? Json
    : Types extends { 'text/html': unknown }
      ? string
      : Blob
  : undefined

/** What a call answers: its JSON, the text of a page, an image as a Blob, or nothing. */
export type DataOf<Op> = DataIn<Success<Op>>

/** The options come last, and may be left out when the call needs none. */
export type Rest<Options> = Record<never, never> extends Options ? [options?: Options] : [options: Options]

/** A successful answer. Everything else is thrown. */
export type Answer<Data> = { data: Data; response: Response }

type Call<M extends Method> = <P extends PathWith<M>>(
  path: P,
  ...rest: Rest<CallOptions<Operation<P, M>>>
) => Promise<Answer<DataOf<Operation<P, M>>>>

/**
 * The API by verb and path. A call resolves with what the API answered. It throws `ApiError` when the API refuses, `ConnectionError`
 * when no answer came, and the reason of `signal` when that was aborted.
 */
export type Client = { GET: Call<'get'>; PUT: Call<'put'>; POST: Call<'post'>; PATCH: Call<'patch'>; DELETE: Call<'delete'> }
