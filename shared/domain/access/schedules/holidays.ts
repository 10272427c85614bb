import { definedOf } from '../../../lib/defined.ts'
import { HolidayId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { BeyondAssignment, ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type AuditObject, auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { mayChange, scheduleNames } from './create.ts'
import { type HolidayCriterion, holidayMeets } from './criteria.ts'
import type { Holiday, HolidaySettings } from './entity.ts'
import type { ScheduleReferenceNotFound } from './errors.ts'

const holidayAsObject = (holiday: Holiday): AuditObject => ({
  id: holiday.id,
  kind: 'holiday',
  name: holiday.name,
  holidayId: holiday.id,
  ...(holiday.siteId === undefined ? {} : { site: { id: holiday.siteId, name: holiday.siteName ?? '' } }),
})

/** Adds a holiday (ours: the API document only lists them). Without a site it holds at every site. */
export const createHoliday = async (
  deps: Pick<Deps, 'holidays' | 'sites' | 'groups' | 'now' | 'newId' | 'newUuid'>,
  principal: Principal,
  input: HolidaySettings,
): Promise<Result<Holiday, ScheduleReferenceNotFound | BeyondAssignment | ChangedMeanwhile>> => {
  const names = await scheduleNames(deps, principal, { siteId: input.siteId })
  if (!names.ok) return names
  if (!mayChange(principal, definedOf({ siteId: input.siteId }))) return err({ kind: 'beyond_assignment' })
  const now = deps.now()
  const id = HolidayId.parse(deps.newId())
  const { siteId, ...rest } = input
  const site = siteId === undefined ? {} : { siteId, ...names.value }
  const holiday: Holiday = { ...rest, ...site, id, version: 1, createdAt: now, updatedAt: now }
  const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'holiday.created', holidayAsObject(holiday))
  const added = await deps.holidays.add(principal.accountId, holiday, event)
  return added.ok ? ok(holiday) : err({ kind: 'changed_meanwhile', what: 'holiday' })
}

/** Puts `input` in place of a holiday; its site stays what it was unless `input` names one. */
export const updateHoliday = async (
  deps: Pick<Deps, 'holidays' | 'sites' | 'groups' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  holidayId: HolidayId,
  input: HolidaySettings,
): Promise<Result<Holiday, NotFound<'holiday'> | ScheduleReferenceNotFound | BeyondAssignment | ChangedMeanwhile>> => {
  return untilFirst(deps, 'holiday', async () => {
    const [holiday, names] = await Promise.all([
      deps.holidays.get(principal.accountId, holidayId),
      scheduleNames(deps, principal, { siteId: input.siteId }),
    ])
    if (!holiday) return err({ kind: 'not_found', what: 'holiday', id: holidayId })
    if (!names.ok) return names
    if (!mayChange(principal, definedOf({ siteId: holiday.siteId }))) return err({ kind: 'beyond_assignment' })
    const now = deps.now()
    const next: Holiday = { ...holiday, ...definedOf(input), ...names.value, version: holiday.version + 1, updatedAt: now }
    const changes = propertyChanges(holiday, next, ['name', 'siteId', 'start', 'end'])
    if (changes.length === 0) return ok(holiday)
    const stamp = { now, uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'holiday.updated', holidayAsObject(next), changes)
    const replaced = await deps.holidays.replace(principal.accountId, next, event)
    return replaced.ok ? ok(next) : raced
  })
}

/** Deletes a holiday. */
export const removeHoliday = async (
  deps: Pick<Deps, 'holidays' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  holidayId: HolidayId,
): Promise<Result<void, NotFound<'holiday'> | BeyondAssignment | ChangedMeanwhile>> => {
  return untilFirst(deps, 'holiday', async () => {
    const holiday = await deps.holidays.get(principal.accountId, holidayId)
    if (!holiday) return err({ kind: 'not_found', what: 'holiday', id: holidayId })
    if (!mayChange(principal, definedOf({ siteId: holiday.siteId }))) return err({ kind: 'beyond_assignment' })
    const stamp = { now: deps.now(), uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'holiday.deleted', holidayAsObject(holiday))
    const removed = await deps.holidays.remove(principal.accountId, holiday, event)
    return removed.ok ? ok(undefined) : raced
  })
}

/** A page of the account's holidays that meet every criterion, oldest first. */
export const listHolidays = (
  deps: Pick<Deps, 'holidays'>,
  { accountId }: Principal,
  criteria: readonly HolidayCriterion[],
  page: PageRequest,
): Promise<Page<Holiday>> =>
  criteria.length === 0
    ? deps.holidays.page(accountId, page)
    : deps.holidays.search(accountId, (found) => criteria.every((one) => holidayMeets(found, one)), page)
