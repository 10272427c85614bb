import { DateTime } from 'luxon'
import { z } from 'zod'
import type { Instant } from '../../lib/clock.ts'

/** An instant as the API writes it: UTC, to the second, `2015-04-15T12:00:00Z` (API document, Date and Time). */
export const formatInstant = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19)}Z`

/** An instant to the millisecond, as events carry it: `2024-04-17T08:52:39.724Z`. */
export const formatInstantMs = (at: Instant): string => new Date(at).toISOString()

/**
 * Reads any ISO 8601 date or date-time: any offset (UTC when none is given), fractions of a second, a bare date (midnight
 * UTC), and an offset whose `+` arrived as a space. Undefined when it is none of these.
 */
export const parseInstant = (text: string): Instant | undefined => {
  const repaired = text.trim().replace(/ (\d{2}:?\d{2})$/, '+$1')
  const parsed = DateTime.fromISO(repaired, { zone: 'utc' })
  if (!parsed.isValid || !/^\d{4}-\d{2}-\d{2}/.test(repaired) || hasWrongOffset(repaired)) return undefined
  const at = parsed.toMillis()
  return at >= earliest && at <= latest ? at : undefined
}

/** Luxon takes an offset of any size, such as `+25:00`, and counts with it. */
const hasWrongOffset = (text: string): boolean => {
  const [, hours, minutes = '0'] = /T.*[+-](\d{2})(?::?(\d{2}))?$/i.exec(text) ?? []
  return hours !== undefined && (Number(hours) > 23 || Number(minutes) > 59)
}

/** What can be written with a year of four digits: an offset may lead past it. */
const earliest = Date.parse('0000-01-01T00:00:00.000Z')
const latest = Date.parse('9999-12-31T23:59:59.999Z')

/** A date-time field of a request body, read to epoch milliseconds. */
export const WireInstant = z
  .string()
  .transform((text, context): Instant => {
    const at = parseInstant(text)
    if (at !== undefined) return at
    context.addIssue({ code: 'custom', message: `'${text}' is not an ISO 8601 date-time` })
    return z.NEVER
  })
  .meta({ description: 'ISO 8601 date-time; any offset', format: 'date-time' })
