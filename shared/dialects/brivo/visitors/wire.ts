import { z } from 'zod'
import type { Visitor } from '../../../domain/people/users/entity.ts'
import { UserWire, userWire } from '../users/wire.ts'

/** A visitor as Create new Guest answers it. */
export const VisitorWire = UserWire.extend({ identityType: z.literal('Visitor') }).meta({ id: 'Visitor' })

/** A visitor who was just made, and so has no value of a custom field. */
export const visitorWire = (visitor: Visitor): z.infer<typeof VisitorWire> => ({
  ...userWire(visitor, []),
  identityType: 'Visitor',
})
