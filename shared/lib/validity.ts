import type { Instant } from './clock.ts'

/** From when until when a credential or a PIN may be used; an end that is absent is open. */
export type ValidityDates = { effectiveFrom?: Instant | undefined; effectiveTo?: Instant | undefined }

/**
 * Whether an instant lies within the dates. Both ends are included: `effectiveTo` is the time "after which" something is no
 * longer valid (API document, Assign Credential and Dates).
 */
export const isWithin = ({ effectiveFrom, effectiveTo }: ValidityDates, at: Instant): boolean =>
  (effectiveFrom === undefined || effectiveFrom <= at) && (effectiveTo === undefined || at <= effectiveTo)
