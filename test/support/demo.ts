import { z } from 'zod'

const Named = z.object({ id: z.number(), name: z.string() })
const Person = z.object({ username: z.string(), password: z.string() })
const Application = z.object({ clientId: z.string(), clientSecret: z.string() })

/** What `npm start` writes to `.local/demo.json`: all that a program needs to know of the local cloud. */
export const Tenant = z.object({
  accountId: z.number(),
  name: z.string(),
  admin: Person,
  passwordApp: Application,
  partnerApp: Application.extend({ redirectUri: z.string() }),
  sites: z.array(z.object({ id: z.number(), siteName: z.string(), timeZone: z.string() })),
  panels: z.array(z.object({ id: z.number(), serialNumber: z.string(), accessPoints: z.array(Named) })),
  cameras: z.array(Named),
  groups: z.array(Named),
  schedules: z.array(Named),
})
export type Tenant = z.infer<typeof Tenant>

export const Demo = z.object({
  authUrl: z.string(),
  apiUrl: z.string(),
  panelUrl: z.string(),
  apiKey: z.string(),
  mail: z.object({ url: z.string() }),
  dealer: Person.extend({ accountId: z.number(), passwordApp: z.object({ clientId: z.string(), clientSecret: z.string() }) }),
  tenants: z.array(Tenant),
  simulator: z.object({ url: z.string() }),
})
export type Demo = z.infer<typeof Demo>
