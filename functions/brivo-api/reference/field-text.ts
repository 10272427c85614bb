/** In place of a value: examples leave the field out, whatever its parts have. */
export const leftOut = Symbol('left out of examples')

/** What a field means, and a value that it may have: `undefined` for a field that examples leave out or make of its parts. */
export type FieldText = readonly [meaning: string, example: unknown]

/**
 * Texts by the name of a field. One that means something else in some place is named with what is before it there, as far as needed:
 * `Event.uuid` in one schema, `actor.name` in each object `actor`.
 */
export type FieldTexts = Readonly<Record<string, FieldText>>
