/** Another request changed the same thing first, and kept doing so: the caller may try again. */
export type ChangedMeanwhile = { kind: 'changed_meanwhile'; what: string }
