import type { AccountId, PanelId, UserId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import type { Panel } from '../../devices/panels/entity.ts'
import type { AccessPoint } from '../../places/access-points/entity.ts'
import type { Area } from './entity.ts'
import type { AreaBordersInvalid, AreaUserUnknown, BordersProblem } from './errors.ts'
import { problemsOf } from './problems.ts'

/** What is asked of the borders of an area that is to be. Without an `id` it is new, without a `panelId` its doors say which panel it is of. */
export type Bounds = Pick<Area, 'borders' | 'antiPassback' | 'occupancy'> & { id?: Area['id']; panelId?: PanelId }

/** Whether an area may have these borders, beside the others of its panel. `doors` are those of them that exist. */
export const decideBorders = (
  { id, panelId, ...area }: Bounds,
  doors: readonly AccessPoint[],
  others: readonly Area[],
): Result<void, AreaBordersInvalid> => {
  const invalid = (problem: BordersProblem) => err<AreaBordersInvalid>({ kind: 'area_borders_invalid', ...problem })
  const [problem] = problemsOf(area, doors)
  if (problem) return invalid(problem)
  if (new Set([...doors.map((door) => door.panelId), ...(panelId === undefined ? [] : [panelId])]).size > 1) {
    return invalid({ problem: 'several_panels' })
  }
  const taken = new Map(
    others
      .filter((other) => other.id !== id)
      .flatMap((other) => other.borders.filter(isEntry).map((border) => [sideText(border), other.id] as const)),
  )
  const named = new Set<string>()
  for (const border of area.borders) {
    const { accessPointId, side } = border
    const text = sideText(border)
    if (named.has(text)) return invalid({ problem: 'side_twice', accessPointId, side })
    named.add(text)
    if (area.occupancy && area.occupancy.limit < 2 && letsTwoIn(border, doors)) {
      return invalid({ problem: 'limit_below_two', accessPointId, side })
    }
    const areaId = isEntry(border) ? taken.get(text) : undefined
    if (areaId !== undefined) return invalid({ problem: 'entry_of_other', accessPointId, side, areaId })
  }
  return ok(undefined)
}

type Border = Area['borders'][number]
/** Whether it is an entry at which two people have to come together, at some time. */
const letsTwoIn = (border: Border, doors: readonly AccessPoint[]): boolean => {
  const { twoPerson } = doors.find(({ id }) => id === border.accessPointId)?.doorRules ?? {}
  return isEntry(border) && twoPerson !== undefined && (twoPerson.side === undefined || twoPerson.side === border.side)
}
const isEntry = ({ direction }: Border): boolean => direction === 'in'
const sideText = ({ accessPointId, side }: Border): string => `${accessPointId} ${side}`

/** The panel of an area that is to be, as it was read before everything else, and the other areas there. */
export type Checked = { panel: Panel; others: Area[] }

/** The doors at borders that exist, read strongly: a door that was made a moment ago counts. */
export const doorsAt = (
  deps: Pick<Deps, 'accessPoints'>,
  accountId: AccountId,
  { borders }: Pick<Area, 'borders'>,
): Promise<AccessPoint[]> =>
  deps.accessPoints.getMany(accountId, [...new Set(borders.map(({ accessPointId }) => accessPointId))], { consistent: true })

/**
 * Reads what `decideBorders` decides about, the panel first: whoever adds an area or takes a door away changes the panel, so a change
 * that is written on the condition of this panel is about what was read here. Undefined when the panel is gone by now.
 */
export const checkBorders = async (
  deps: Pick<Deps, 'accessPoints' | 'areas' | 'panels' | 'whole'>,
  accountId: AccountId,
  bounds: Bounds,
): Promise<Result<Checked | undefined, AreaBordersInvalid>> => {
  const first = bounds.panelId ?? (await doorsAt(deps, accountId, bounds)).at(0)?.panelId
  const panel = first === undefined ? undefined : await deps.panels.get(accountId, first)
  const [doors, others] = await Promise.all([
    doorsAt(deps, accountId, bounds),
    panel ? deps.areas.ofPanel(accountId, panel.id) : [],
  ])
  const decided = decideBorders(bounds, doors, others)
  if (!decided.ok) return decided
  return ok(panel && { panel, others: others.filter(({ id }) => id !== bounds.id) })
}

/** The first of these people that the caller does not know, if there is one. */
export const unknownUser = async (
  deps: Pick<Deps, 'users'>,
  accountId: AccountId,
  userIds: readonly UserId[],
): Promise<AreaUserUnknown | undefined> => {
  const known = new Set<number>((await deps.users.getMany(accountId, [...userIds])).map(({ id }) => id))
  const userId = userIds.find((id) => !known.has(id))
  return userId === undefined ? undefined : { kind: 'area_user_unknown', userId }
}
