import type { OperationId } from '../mounts.ts'

/** What the reference says of one call. Texts are Markdown. */
export type CallText = Readonly<{
  /** The heading: a few words, without a full stop. */
  summary: string
  description: string
  /** Of a listing with a filter: its fields, each with what it takes. */
  filter?: Readonly<Record<string, string>>
  /** What its example shows, where that does not follow from its schemas and parameters. */
  example?: Readonly<{ query?: Readonly<Record<string, string | number | boolean>>; body?: unknown; answer?: unknown }>
}>

/** The calls on one kind of thing: a chapter of the reference. */
export type Section<Id extends OperationId = OperationId> = Readonly<{
  name: string
  description: string
  calls: Readonly<Record<Id, CallText>>
}>

/** A chapter. A call that the API does not have does not compile here, and one that no chapter has does not compile in `sections.ts`. */
export const section = <Id extends OperationId>(chapter: Section<Id>): Section<Id> => chapter
