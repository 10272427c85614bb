import { z } from 'zod'
import type { Administrator } from '../../../domain/identity/administrators/entity.ts'
import { omitEmpty } from '../../../lib/defined.ts'

export const AdministratorWire = z
  .object({
    id: z.number(),
    username: z.string(),
    firstName: z.string(),
    middleName: z.string().optional(),
    lastName: z.string(),
    identityType: z.string(),
    email: z.string(),
    timezone: z.string(),
    canCreateAdmins: z.boolean(),
  })
  .meta({ id: 'Administrator' })
export const AdministratorRetrieved = AdministratorWire.extend({ accountId: z.number() }).meta({ id: 'AdministratorRetrieved' })

/** An administrator as every call of this module answers it; nothing of the sign-in. */
export const administratorWire = (administrator: Administrator): z.infer<typeof AdministratorWire> =>
  omitEmpty({
    id: administrator.id,
    username: administrator.username,
    firstName: administrator.firstName,
    ...(administrator.middleName ? { middleName: administrator.middleName } : {}),
    lastName: administrator.lastName,
    identityType: administrator.type,
    email: administrator.email,
    timezone: administrator.timezone,
    canCreateAdmins: administrator.canCreateAdmins,
  })
