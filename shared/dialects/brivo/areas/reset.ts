import { z } from 'zod'
import type { AreaWasReset } from '../../../domain/access/areas/reset.ts'
import { definedOf } from '../../../lib/defined.ts'
import { formatInstantMs } from '../wire-time.ts'

/** What came of a reset of an area. */
export const AreaResetDone = z
  .object({
    areaId: z.number(),
    userId: z.number().optional(),
    resetAt: z.string(),
    isApplied: z
      .boolean()
      .meta({ description: 'False while the control panel is out of contact, or has not said in ten seconds that it follows' }),
  })
  .meta({ id: 'AreaResetDone' })

export const areaResetDone = ({ reset: { areaId, userId, at }, isApplied }: AreaWasReset): z.infer<typeof AreaResetDone> => ({
  areaId,
  ...definedOf({ userId }),
  resetAt: formatInstantMs(at),
  isApplied,
})
