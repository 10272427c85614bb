import { z } from 'zod'
import type { Administrator } from '../../../domain/identity/administrators/entity.ts'
import type { Login } from '../../../domain/identity/administrators/login.ts'
import type { Instant } from '../../../lib/clock.ts'
import { definedOf, omitEmpty } from '../../../lib/defined.ts'
import { formatInstant } from '../wire-time.ts'

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

/** Whether a username can be had: a text, as the API document has it. */
export const UsernameAvailable = z.object({ available: z.enum(['true', 'false']) }).meta({ id: 'UsernameAvailable' })

export const LoginWire = z
  .object({
    active: z.boolean(),
    locked: z.boolean(),
    temporaryPassword: z.boolean(),
    securityQuestion: z.string().optional(),
    retryCount: z.number(),
    lastAttempted: z.string().optional(),
    temporaryPasswordExpiration: z.string().optional(),
    expiration: z.string().optional(),
  })
  .meta({ id: 'Login' })

/** How somebody signs in; never the password or the answer. */
export const loginWire = (login: Login): z.infer<typeof LoginWire> => ({
  active: login.active,
  locked: login.locked,
  temporaryPassword: login.temporaryPasswordExpiresAt !== undefined,
  retryCount: login.retryCount,
  ...definedOf({
    securityQuestion: login.securityQuestion,
    lastAttempted: shown(login.lastAttemptedAt),
    temporaryPasswordExpiration: shown(login.temporaryPasswordExpiresAt),
    expiration: shown(login.expiresAt),
  }),
})

const shown = (at: Instant | undefined) => (at === undefined ? undefined : formatInstant(at))
