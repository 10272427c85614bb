import type { Event, EventType } from '../../shared/domain/record/events/entity.ts'
import { AccountId } from '../../shared/lib/ids.ts'
import { eventWrites } from '../../shared/storage/record/event-writes.ts'
import { testApi } from './api.ts'
import { accessEvent } from './sender.ts'

/** An instant of March 2026 in UTC: `02T05:00`. */
export const at = (time: string) => Date.parse(`2026-03-${time}Z`)
const uuidOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`
let made = 0
/** An access event of an instant. */
export const event = (time: string, wanted: Partial<Event> = {}): Event => {
  made += 1
  return accessEvent({ uuid: uuidOf(made), occurredAt: at(time), processedAt: at(time), ...wanted })
}
export const site = (id: number) => ({ id, name: `Site ${id}` })
export const door = (id: number) => ({ kind: 'access_point' as const, id, name: `Door ${id}` })
/** An audit event of an instant: Mary changed Ann. */
export const audit = (time: string, type: EventType, wanted: Partial<Event> = {}) =>
  event(time, {
    kind: 'audit',
    type,
    actor: { kind: 'administrator', id: 11, name: 'Mary' },
    subject: { kind: 'user', id: 31, name: 'Ann' },
    ...wanted,
  })

/** The API over an account in which these events happened; its clock stands at noon on 2 March 2026. */
export const happened = async (...events: Event[]) => {
  const api = testApi()
  for (const one of events) await api.table.write(eventWrites(AccountId.parse(1), one))
  const times = async (path: string) =>
    (await api.call('GET', path)).json.data.map((one: { occurred: string }) => one.occurred.slice(8, 16))
  const count = async (path: string) => (await api.call('GET', path)).json.count
  return { ...api, times, count }
}
