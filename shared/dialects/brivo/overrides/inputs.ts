import { z } from 'zod'
import type { WantedOverride } from '../../../domain/access/overrides/set.ts'
import { absentWhenNull } from '../values.ts'
import { WireInstant } from '../wire-time.ts'

/** The document's words for what ends an override, and ours. */
export const endTimeModes = {
  UNTIL_TIME: 'time',
  UNTIL_NEXT_SCHEDULE_CHANGE: 'schedule_change',
  INDEFINITE: 'cancelled',
} as const
/** The document's words for how an override holds a door, and ours. */
export const behaviors = { LOCK: 'lock', UNLOCK: 'unlock' } as const

const EndTimeMode = z.enum(['UNTIL_TIME', 'UNTIL_NEXT_SCHEDULE_CHANGE', 'INDEFINITE']).meta({
  description:
    'What ends the override: its `endTime`, the next change of the unlock schedule of the access point, or nothing but its cancellation',
})

/** Body that overrides the schedule of a door (API document, Door Override). `endTime` goes with `UNTIL_TIME` and with nothing else. */
export const DoorOverrideInput = z
  .object({
    endTimeMode: EndTimeMode,
    behavior: z.enum(['LOCK', 'UNLOCK']).meta({ description: 'Whether the override locks the access point or unlocks it' }),
    endTime: absentWhenNull(WireInstant),
  })
  .superRefine(({ endTimeMode, endTime }, context) => {
    const problem = (message: string) => context.addIssue({ code: 'custom', path: ['endTime'], message })
    if (endTimeMode === 'UNTIL_TIME' && endTime === undefined) problem("Missing value for 'endTime': UNTIL_TIME needs it")
    if (endTimeMode !== 'UNTIL_TIME' && endTime !== undefined) {
      problem(`Invalid value for 'endTime': it is supported only with UNTIL_TIME, not with ${endTimeMode}`)
    }
  })
  .meta({ id: 'DoorOverrideInput', example: { endTimeMode: 'UNTIL_TIME', behavior: 'LOCK', endTime: '2030-01-02T22:00:00Z' } })

/** What a body that overrides a door asks for. */
export const wantedOverrideOf = ({ endTimeMode, behavior, endTime }: z.infer<typeof DoorOverrideInput>): WantedOverride => {
  const held = behaviors[behavior]
  const until = endTimeModes[endTimeMode]
  // The schema has seen to it that an end comes with this mode.
  return until === 'time' ? { behavior: held, until, endsAt: endTime ?? 0 } : { behavior: held, until }
}
