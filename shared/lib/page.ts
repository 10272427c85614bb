/** What part of a listing is wanted: `offset` from 0, `pageSize` from 1 to 100. */
export type PageRequest = { offset: number; pageSize: number }

/** Part of a listing and the count of the whole. */
export type Page<T> = { data: T[]; count: number }

export const defaultPageSize = 20
export const maxPageSize = 100
