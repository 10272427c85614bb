import type { PanelCriterion } from '../../../domain/devices/panels/list.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { type FilterError, parseFilter } from '../filter.ts'

/** Reads the filter of Control Panel Listing: `status__eq:connected` or `disconnected` (API document, Control Panels). */
export const readControlPanelFilter = (filter: string | undefined): Result<PanelCriterion[], FilterError> => {
  const parsed = parseFilter(filter, { status: ['eq'] })
  if (!parsed.ok) return parsed
  const wanted = parsed.value.map(({ values }) => values.map((value) => value.toLowerCase()))
  const unknown = wanted.flat().find((value) => value !== 'connected' && value !== 'disconnected')
  if (unknown !== undefined) return err({ kind: 'invalid_filter', message: `Invalid value '${unknown}' for 'status'` })
  return ok(wanted.map((values) => ({ field: 'connected', anyOf: values.map((value) => value === 'connected') })))
}
