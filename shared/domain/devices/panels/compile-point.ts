import { definedOf } from '../../../lib/defined.ts'
import type { Frame } from '../../access/decisions/entity.ts'
import type { PanelAccessRule, PanelZoneCode } from '../../access/decisions/rules.ts'
import type { DoorRules } from '../../places/access-points/door-rules.ts'
import type { DoorSide } from '../../places/access-points/entity.ts'
import type { Compiled } from './compiled-fields.ts'
import type { FrameSources } from './rule-sources.ts'

/** In order of their ids: equal sources give equal text. */
export const byId = <T extends { id: number }>(all: readonly T[]): T[] => [...all].sort((one, other) => one.id - other.id)

/** One door of a panel: its settings, its readers, who may open it and by which codes. None when its site is unknown. */
export const compilePoint = (
  point: Compiled<'access-point'>,
  sources: FrameSources,
  groups: ReadonlySet<number>,
  doorRules: DoorRules | undefined,
): Frame['accessPoints'] => {
  const timeZone = sources.timeZones.get(point.siteId)
  if (timeZone === undefined) return []
  return [
    {
      id: point.id,
      name: point.name,
      siteId: point.siteId,
      timeZone,
      twoFactorEnabled: point.twoFactorEnabled,
      activationEnabled: point.activationEnabled,
      pulseSeconds: point.pulseSeconds,
      ...(point.unlockScheduleId === undefined ? {} : { unlockScheduleId: point.unlockScheduleId }),
      rules: rulesAt(point, sources, groups),
      ...compileReaders(point, sources),
      ...definedOf({
        floor: point.floor,
        lockSerialNumber: point.lockSerialNumber,
        wiegandPort: point.wiegandPort,
        failedAttempts: point.failedAttempts,
        doorRules,
        ...codesAt(point, sources),
      }),
    },
  ]
}

/**
 * The codes that open a door by themselves, those of the sets that it or a side lies in, and whether a code one higher than a right one raises
 * an alarm: when the door says so or one of its sets does. A floor of a lift has no keypad.
 */
const codesAt = (
  point: Compiled<'access-point'>,
  { doorSets, sets }: FrameSources,
): { zoneCodes: PanelZoneCode[] | undefined; silentAlarm: true | undefined } => {
  const byCode: PanelZoneCode[] = []
  let silentAlarm = point.doorRules?.silentAlarm
  for (const { doorSetId, side } of doorSets.filter(({ accessPointId }) => accessPointId === point.id)) {
    const set = sets.find(({ id }) => id === doorSetId)
    if (set?.zoneCode !== undefined) byCode.push({ code: set.zoneCode, ...definedOf({ side }) })
    silentAlarm ??= set?.silentAlarm
  }
  if (point.floor) return { zoneCodes: undefined, silentAlarm: undefined }
  const zoneCodes = byCode.sort((one, other) => (one.code < other.code ? -1 : 1))
  return { zoneCodes: zoneCodes.length > 0 ? zoneCodes : undefined, silentAlarm }
}

const compileReaders = (
  { id }: Compiled<'access-point'>,
  { readers }: FrameSources,
): Pick<Frame['accessPoints'][number], 'readers'> => {
  const here = readers.filter(({ accessPointId }) => accessPointId === id)
  return here.length === 0 ? {} : { readers: byId(here).map((reader) => ({ id: reader.id, side: reader.side })) }
}

/**
 * The rules that hold at a door, flat: its own, those of its sides, of its site and of the sets that it or a side lies in. The
 * rules of a site do not hold at the floors of its lifts.
 */
const rulesAt = (
  point: Compiled<'access-point'>,
  { rules, doorSets }: FrameSources,
  groups: ReadonlySet<number>,
): PanelAccessRule[] => {
  const sidesOf = ({ target }: Compiled<'rule'>): (DoorSide | undefined)[] => {
    switch (target.kind) {
      case 'door':
        return target.accessPointId === point.id ? [undefined] : []
      case 'door_side':
        return target.accessPointId === point.id ? [target.side] : []
      case 'site':
        return target.siteId === point.siteId && point.type !== 'FLOOR' ? [undefined] : []
      case 'door_set':
        return doorSets
          .filter(({ doorSetId, accessPointId }) => doorSetId === target.doorSetId && accessPointId === point.id)
          .map(({ side }) => side)
    }
  }
  return flatRules(rules, groups, sidesOf)
}

/** Each rule by the sides that it covers. Equal rules stand once, in one order, so that equal sources give equal text. */
const flatRules = (
  rules: readonly Compiled<'rule'>[],
  groups: ReadonlySet<number>,
  sidesOf: (rule: Compiled<'rule'>) => (DoorSide | undefined)[],
): PanelAccessRule[] => {
  const flat = rules
    .filter(({ subject }) => subject.kind !== 'group' || groups.has(subject.groupId))
    .flatMap((rule) =>
      sidesOf(rule).map(
        (side): PanelAccessRule => ({
          subject: rule.subject,
          ...definedOf({ side, scheduleId: rule.scheduleId }),
          ...(rule.privacyModeOverride ? { overridesPrivacy: true } : {}),
        }),
      ),
    )
  const byText = new Map(flat.map((rule) => [sortText(rule), rule]))
  return [...byText].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, rule]) => rule)
}

const sortText = ({ subject, side, scheduleId, overridesPrivacy }: PanelAccessRule): string => {
  const id = subject.kind === 'group' ? subject.groupId : subject.userId
  return [subject.kind, padded(id), side ?? 0, padded(scheduleId ?? 0), overridesPrivacy ?? ''].join(' ')
}

const padded = (id: number): string => String(id).padStart(16, '0')
