import { z } from 'zod'
import type { Allotment } from '../../../domain/people/mobile-keys/allotment.ts'
import type { Places } from '../../../domain/people/mobile-keys/entity.ts'

export const AllotmentWire = z.object({ allotted: z.number(), assigned: z.number() }).meta({ id: 'DigitalCredentialAllotment' })

/** One of the allotments of an account. */
export const allotmentWire =
  (name: keyof Places) =>
  ({ allotted, assigned }: Allotment): z.infer<typeof AllotmentWire> => ({ allotted: allotted[name], assigned: assigned[name] })
