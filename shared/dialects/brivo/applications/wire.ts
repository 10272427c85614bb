import { z } from 'zod'
import type { Authorized } from '../../../domain/identity/applications/authorized.ts'
import type { CreatedApplication } from '../../../domain/identity/oauth/create-application.ts'
import type { Application } from '../../../domain/identity/oauth/entity.ts'
import { formatInstant } from '../wire-time.ts'

export const ApplicationWire = z
  .object({
    id: z.number(),
    accountId: z.number(),
    name: z.string(),
    description: z.string().optional(),
    grantTypes: z.array(z.string()),
    kind: z.literal('public').optional(),
    clientId: z.string(),
    accessTokenTtl: z.number().meta({ description: 'Seconds' }),
    refreshTokenTtl: z.number().meta({ description: 'Seconds' }),
    created: z.string(),
    updated: z.string(),
  })
  .meta({ id: 'Application' })
export const ApplicationCreated = ApplicationWire.extend({
  secret: z.string().optional().meta({ description: 'The client secret, which is shown this once' }),
}).meta({ id: 'ApplicationCreated' })

/** An application (API document, Application Retrieval), without its secret, of which only a keyed hash is kept. */
export const applicationWire = (application: Application): z.infer<typeof ApplicationWire> => ({
  id: application.id,
  accountId: application.accountId,
  name: application.name,
  ...(application.description ? { description: application.description } : {}),
  grantTypes: application.grantTypes,
  ...(application.secretMac === undefined ? { kind: 'public' as const } : {}),
  clientId: application.clientId,
  accessTokenTtl: application.accessTokenSeconds,
  refreshTokenTtl: application.refreshTokenSeconds,
  created: formatInstant(application.createdAt),
  updated: formatInstant(application.updatedAt),
})

/** A new application with its secret. */
export const applicationCreated = ({ application, clientSecret }: CreatedApplication): z.infer<typeof ApplicationCreated> => ({
  ...applicationWire(application),
  ...(clientSecret ? { secret: clientSecret } : {}),
})

const AuthorizedWire = z
  .object({
    identity: z.object({ id: z.number(), username: z.string(), firstName: z.string(), lastName: z.string() }),
    applications: z.array(z.object({ name: z.string(), description: z.string().optional(), clientId: z.string() })),
  })
  .meta({
    id: 'AuthorizedApplication',
    example: {
      identity: { id: 212121, username: 'jean.luc', firstName: 'Jean-Luc', lastName: 'Picard' },
      applications: [
        {
          name: 'Acme integrator app',
          description: 'Acme corps integrator app for the arts',
          clientId: '7955256f-b655-41d2-8f6e-02149400a664',
        },
      ],
    },
  })
/** The answer of Authorized Application Listing (API document), which has no pages. */
export const AuthorizedPage = z.object({ data: z.array(AuthorizedWire), count: z.number() })

export const authorizedPage = (authorized: readonly Authorized[]): z.infer<typeof AuthorizedPage> => ({
  data: authorized.map(({ administrator: { id, username, firstName, lastName }, applications }) => ({
    identity: { id, username, firstName, lastName },
    applications: applications.map(({ name, description, clientId }) => ({
      name,
      ...(description ? { description } : {}),
      clientId,
    })),
  })),
  count: authorized.length,
})
