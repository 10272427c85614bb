import { z } from 'zod'
import type { ServiceToken } from '../../../domain/identity/service-tokens/entity.ts'
import type { IssuedServiceToken } from '../../../domain/identity/service-tokens/issue.ts'
import { formatInstant } from '../wire-time.ts'

export const ServiceTokenWire = z
  .object({
    uuid: z.string(),
    expires: z.string().meta({ description: 'When the token stops working by itself; beyond the API document' }),
  })
  .meta({
    id: 'ServiceToken',
    example: { uuid: '4931f08b-e20b-4e07-9b36-66d3b07fa4c0', expires: '2027-03-02T12:00:00Z' },
  })
export const ServiceTokenCreated = ServiceTokenWire.extend({
  value: z.string().meta({ description: 'The token, which is shown this once: a bearer token' }),
}).meta({
  id: 'ServiceTokenCreated',
  example: {
    uuid: '67dbd697-8a29-49d3-8897-f28873a89328',
    value: 'eyJhbGciOiJSUzI1NiJ9.eyJ1c2kZCI6dHJ1ZX0.KrTY1LRNTmbr2-UmbxH2mIGw',
    expires: '2027-03-02T12:00:00Z',
  },
})

/** A service token without its value, which is not kept (API document, Service Token Retrieval). */
export const serviceTokenWire = ({ uuid, expiresAt }: ServiceToken): z.infer<typeof ServiceTokenWire> => ({
  uuid,
  expires: formatInstant(expiresAt),
})

/** A new service token with its value (API document, Create Service Token). */
export const serviceTokenCreated = ({ token, value }: IssuedServiceToken): z.infer<typeof ServiceTokenCreated> => ({
  uuid: token.uuid,
  value,
  expires: formatInstant(token.expiresAt),
})
