import type { Scope } from '../../identity/principals/permission.ts'
import type { Event, PropertyChange } from './entity.ts'

/**
 * The properties whose values name other things. `at-site`: what is used at the site of the event, and so lies there or is
 * universal; `door`: a door, which lies at the site of the event only where a group's permission says so.
 */
const named: Readonly<Record<string, 'group' | 'site' | 'site-name' | 'door' | 'at-site' | 'person' | 'nothing'>> = {
  enablingGroupId: 'group',
  escortedGroupIds: 'group',
  siteId: 'site',
  siteName: 'site-name',
  accessPoint: 'door',
  accessPoints: 'door',
  accessPointIds: 'door',
  scheduleId: 'at-site',
  unlockScheduleId: 'at-site',
  requiredFactorsScheduleId: 'at-site',
  twoPersonScheduleId: 'at-site',
  interlockedAccessPointIds: 'at-site',
  panelId: 'at-site',
  borders: 'at-site',
  userId: 'person',
  hostId: 'person',
  exceptUserIds: 'person',
  externalId: 'nothing',
  providerCameraId: 'nothing',
  referenceId: 'nothing',
}

/** What a property names that nobody has listed above: its name says whether it may name something. */
const namedBy = (property: string) => named[property] ?? (/Ids?$/.test(property) ? 'unknown' : 'nothing')

/**
 * Which changes of an event, by their positions, are shown without their values to who is limited to `scope`: those that name
 * something which is not known to be assigned.
 */
export const hiddenChanges = (scope: Scope): ((event: Event) => number[]) => {
  const [isGroup, isSite] = [test(scope.groups), test(scope.sites)]
  const isKnown = ({ property }: PropertyChange, value: string, { site, subject }: Event): boolean => {
    switch (namedBy(property)) {
      case 'nothing':
        return true
      case 'group':
        return isGroup(Number(value))
      case 'site':
        return isSite(Number(value))
      case 'site-name':
        return scope.sites === 'all' || value === site?.name
      case 'door':
        return scope.sites === 'all' || (site !== undefined && subject?.kind === 'group')
      case 'at-site':
        return scope.sites === 'all' || site !== undefined
      case 'person':
        return scope.groups === 'all'
      case 'unknown':
        return scope.sites === 'all' && scope.groups === 'all'
    }
  }
  return (event) =>
    (event.facts.changes ?? []).flatMap((change, position) => {
      const values = [change.previousValue, change.currentValue].filter((value) => value !== undefined)
      return values.every((value) => isKnown(change, value, event)) ? [] : [position]
    })
}

/** The event with these changes without their values: that a property changed is shown, and not from what to what. */
export const withoutValues = (event: Event, positions: readonly number[]): Event => {
  if (positions.length === 0) return event
  const changes = event.facts.changes?.map((change, at) => (positions.includes(at) ? { property: change.property } : change))
  return { ...event, facts: { ...event.facts, ...(changes ? { changes } : {}) } }
}

const test = (assigned: 'all' | readonly number[]): ((id: number) => boolean) => {
  if (assigned === 'all') return () => true
  const ids = new Set(assigned)
  return (id) => ids.has(id)
}
