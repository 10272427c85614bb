import { z } from 'zod'
import type { WantedFloors } from '../../../domain/places/access-points/activate-floors.ts'
import { AccessPointId } from '../../../lib/ids.ts'
import { WaitQuery } from '../commands/wait.ts'
import { absentWhenNull, TextOrNumber, wholeNumber } from '../values.ts'

const maxValue = 512

/** Body of a card holder who opens a door (API document, Unlock Access Point); clients also send it empty. */
export const UnlockInput = z
  .object({
    credentialValue: absentWhenNull(
      TextOrNumber.refine((value) => String(value).length <= maxValue, {
        error: `Invalid value for 'credentialValue': it is longer than ${maxValue} characters`,
      }).transform(String),
    ),
  })
  .meta({ id: 'UnlockInput', example: { credentialValue: '0c1f' } })

const maxPulseSeconds = 600

/** Floors named in the query, separated by commas: the document says so in one place, and in its example that the body has them. */
export const ElevatorQuery = WaitQuery.extend({
  targetDevices: z
    .string()
    .optional()
    .transform((text, context) => {
      const parsed = z.array(AccessPointId).safeParse((text ?? '').split(',').filter((part) => part.trim() !== ''))
      if (parsed.success) return parsed.data
      context.addIssue({
        code: 'custom',
        message: "Invalid value for 'targetDevices': expected ids of floors, separated by commas",
      })
      return z.NEVER
    })
    .meta({ type: 'string', description: 'Ids of floors, separated by commas' }),
})

/** Body that lets passengers choose floors of a lift (API document, Elevator Activation). */
export const ElevatorActivation = z
  .object({
    pulseTime: wholeNumber(1, maxPulseSeconds).meta({ description: 'For how many seconds the floors may be chosen' }),
    targetDevices: absentWhenNull(z.array(AccessPointId)),
  })
  .meta({ id: 'ElevatorActivation', example: { pulseTime: 1, targetDevices: [1, 2, 3] } })

/** What is asked for by body and query together. */
export const wantedFloorsOf = (
  { pulseTime, targetDevices: inBody = [] }: z.infer<typeof ElevatorActivation>,
  { targetDevices: inQuery }: z.infer<typeof ElevatorQuery>,
): WantedFloors => ({ floorIds: [...new Set([...inBody, ...inQuery])], durationSeconds: pulseTime })
