import fc from 'fast-check'
import { z } from 'zod'
import { badText } from './bad-values.ts'
import type { Operation } from './operations.ts'

/** Pages and numbers of a listing, up to what no number can hold. */
export const pageParameter: fc.Arbitrary<string> = fc.constantFrom(
  '0',
  '1',
  '100',
  '101',
  '1000000',
  '-1',
  '+1',
  '1.0',
  '1e3',
  '0x10',
  '007',
  ' 5',
  '１２',
  '9007199254740991',
  '9007199254740992',
  '99999999999999999999',
  '1'.repeat(400),
)

/** Fields of filters of all listings, beside those that their answers show. */
const known: readonly string[] = [
  'id',
  'name',
  'firstname',
  'lastname',
  'externalId',
  'emails.address',
  'kind',
  'status',
  'type',
  'username',
  'user_status',
  'reference_id',
  'facility_code',
  'enablingGroup',
  'editable',
  'site',
  'start',
  'end',
  'occurred',
  'event_type',
  'object',
  'actor',
  'schedule',
  'holiday',
  'user',
  'device',
  'camera',
  'access-point',
  'access_point_name',
  'access_point_type',
  'schedule_name',
  'privacy_mode_override',
  'report_live_status',
  'cf_1',
  'cf_0',
  'cf_99999999999999999999',
  'cf_x',
  '__proto__',
  'constructor',
  'toString',
]
const operators: readonly string[] = ['eq', 'ne', 'gt', 'lt', 'exact', 'EQ', 'contains', 'gte', 'in', 'constructor', '']
const values = fc.oneof(badText, fc.constantFrom('1,2,3', ',', '2026-03-02T12:00:00Z', '5', 'true', 'a\\,b', '\\'))

/** Also in ranges that end before they begin. */
const instants = fc.oneof(
  fc.constantFrom(
    '2026-03-01T00:00:00Z',
    '2026-03-02T12:00:00Z',
    '2026-03-03T00:00:00Z',
    '2026-03-02',
    '2026-03-02T13:00:00+01:00',
  ),
  badText,
)

/** Filters of a listing: each field that it may have with each operator, more than one of them, and texts that are no filter. */
export const filterOf = (operation: Operation): fc.Arbitrary<string> => {
  const criterion = fc
    .tuple(fc.constantFrom(...known, ...shownBy(operation)), fc.constantFrom(...operators), values)
    .map(([field, operator, value]) => `${field}__${operator}:${value}`)
  const range = fc
    .tuple(fc.constantFrom('occurred', 'start', 'end'), fc.array(instants, { minLength: 2, maxLength: 2 }))
    .map(([field, [from, to]]) => `${field}__gt:${from};${field}__lt:${to}`)
  return fc.oneof(
    { weight: 8, arbitrary: criterion },
    { weight: 2, arbitrary: range },
    { weight: 2, arbitrary: fc.array(criterion, { minLength: 2, maxLength: 40 }).map((all) => all.join(';')) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(';', ';;', 'name', 'name__eq', 'name__eq:', '__eq:a', 'name__:a', 'name:eq:a', '(name__eq:a)'),
    },
  )
}

/** The fields of what a listing shows. */
const shownBy = ({ route }: Operation): string[] => {
  const declared = route.responses[200]
  const media = declared && 'content' in declared ? declared.content?.['application/json'] : undefined
  const page = media && 'schema' in media ? media.schema : undefined
  const data = page instanceof z.ZodObject ? page.shape.data : undefined
  const element = data instanceof z.ZodArray ? data.element : undefined
  return element instanceof z.ZodObject ? Object.keys(element.shape) : []
}
