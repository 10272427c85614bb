/** The properties of an object that have a value: what a patch changes. */
export const definedOf = <T extends object>(patch: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  // Only entries whose value is undefined are dropped, so what is left has the type above.
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }

/** As the wire wants it: properties that are undefined, null or an empty text are left out; empty arrays stay (API document, Empty Values). */
export const omitEmpty = <T extends object>(value: T): T =>
  // Callers give optional properties, so leaving one out keeps the type.
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined && one !== null && one !== '')) as T

/** A property after a change: what is left out stays as it was before, and `null` clears it. */
export const afterChange = <T>(before: T | undefined, wanted: T | null | undefined): T | undefined =>
  wanted === undefined ? before : (wanted ?? undefined)
