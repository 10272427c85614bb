import { z } from 'zod'
import type { Enforcement } from '../../../domain/access/areas/entity.ts'
import type { AreaState } from '../../../domain/access/areas/list.ts'
import type { AreaProblem } from '../../../domain/access/areas/problems.ts'
import { definedOf } from '../../../lib/defined.ts'
import { timeOfDay } from '../schedules/time-of-day.ts'

const EnforcementWire = z.enum(['LOG', 'DENY'])

/** An area (ours: the API document has none). */
export const AreaWire = z
  .object({
    id: z.number(),
    name: z.string(),
    controlPanelId: z.number(),
    borders: z.array(
      z.object({ accessPointId: z.number(), side: z.number(), direction: z.enum(['IN', 'OUT']) }).meta({ id: 'AreaBorder' }),
    ),
    antiPassback: z
      .object({ enforcement: EnforcementWire, timeoutMinutes: z.number().optional() })
      .meta({ id: 'AntiPassback' })
      .nullable(),
    occupancy: z.object({ enforcement: EnforcementWire, limit: z.number() }).meta({ id: 'Occupancy' }).nullable(),
    exceptUserIds: z.array(z.number()),
    resets: z.array(z.object({ weekday: z.string(), time: z.string() }).meta({ id: 'AreaReset' })),
    state: z
      .enum(['FUNCTIONAL', 'NON_FUNCTIONAL'])
      .meta({ description: 'A panel does not follow an area without an entry, or with anti-passback and no exit' }),
    problems: z.array(
      z
        .object({
          problem: z.enum(['DOOR_MISSING', 'NO_READER', 'NO_ENTRY', 'NO_EXIT']),
          accessPointId: z.number().optional(),
        })
        .meta({ id: 'AreaProblem' }),
    ),
  })
  .meta({ id: 'Area' })
type AreaWire = z.infer<typeof AreaWire>

const enforcements = { log: 'LOG', deny: 'DENY' } as const satisfies Record<Enforcement, string>

const problemNames = {
  door_missing: 'DOOR_MISSING',
  no_reader: 'NO_READER',
  no_entry: 'NO_ENTRY',
  no_exit: 'NO_EXIT',
} as const satisfies Record<AreaProblem['problem'], string>

/** An area as retrievals and listings answer it. */
export const areaWire = ({ area, isFunctional, problems }: AreaState): AreaWire => ({
  id: area.id,
  name: area.name,
  controlPanelId: area.panelId,
  borders: area.borders.map(({ accessPointId, side, direction }) => ({
    accessPointId,
    side,
    direction: direction === 'in' ? 'IN' : 'OUT',
  })),
  antiPassback: area.antiPassback
    ? {
        enforcement: enforcements[area.antiPassback.enforcement],
        ...definedOf({ timeoutMinutes: area.antiPassback.timeoutMinutes }),
      }
    : null,
  occupancy: area.occupancy ? { enforcement: enforcements[area.occupancy.enforcement], limit: area.occupancy.limit } : null,
  exceptUserIds: area.exceptUserIds,
  resets: area.resets.map(({ weekday, minute }) => ({ weekday: weekday.toUpperCase(), time: timeOfDay(minute * 60) })),
  state: isFunctional ? 'FUNCTIONAL' : 'NON_FUNCTIONAL',
  problems: problems.map((one) => ({
    problem: problemNames[one.problem],
    ...('accessPointId' in one ? { accessPointId: one.accessPointId } : {}),
  })),
})
