import { z } from 'zod'
import type { Feature } from '../../../domain/identity/features/feature.ts'
import { permissionSets, setOf } from '../../../domain/identity/features/feature.ts'

/** The one application that features belong to. */
const applicationId = 1

const FeaturePermissionWire = z
  .object({
    id: z.number(),
    key: z.string(),
    limited: z.boolean(),
    hasPermission: z.boolean(),
    dependencies: z.array(z.number()),
  })
  .meta({ id: 'FeaturePermission' })
export const FeatureWire = z
  .object({
    id: z.number(),
    key: z.string(),
    displayOrder: z.number(),
    applicationId: z.number(),
    permissionSet: z.enum(permissionSets),
    permissions: z.array(FeaturePermissionWire),
  })
  .meta({ id: 'Feature' })

/** A feature, and which of its permissions somebody has: those whose ids `has` takes (API document, Get Features and Create Role). */
export const featureWire = (feature: Feature, has: (permissionId: number) => boolean): z.infer<typeof FeatureWire> => ({
  id: feature.id,
  key: feature.key,
  displayOrder: feature.displayOrder,
  applicationId,
  permissionSet: setOf(feature, ({ id }) => has(id)),
  permissions: feature.permissions.map(({ id, key, limited, dependencies }) => ({
    id,
    key,
    limited,
    hasPermission: has(id),
    dependencies: [...dependencies],
  })),
})
