import { z } from 'zod'
import type { Visitor } from '../../../domain/people/users/entity.ts'
import { UserWire, userWire } from '../users/wire.ts'

/** A visitor as Create new Guest answers it. */
export const VisitorWire = UserWire.extend({ identityType: z.literal('Visitor') }).meta({ id: 'Visitor' })

export const visitorWire = (visitor: Visitor): z.infer<typeof VisitorWire> => ({ ...userWire(visitor), identityType: 'Visitor' })
