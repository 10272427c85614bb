import { z } from 'zod'
import { featureCatalogue } from '../../../domain/identity/features/catalogue.ts'
import type { Feature } from '../../../domain/identity/features/feature.ts'
import { setOf } from '../../../domain/identity/features/feature.ts'
import type { Role } from '../../../domain/identity/roles/entity.ts'
import { permissionsOf } from '../../../domain/identity/roles/grants.ts'
import type { ListedRole } from '../../../domain/identity/roles/list.ts'
import { omitEmpty } from '../../../lib/defined.ts'

const catalogue: readonly Feature[] = featureCatalogue

export const RoleListed = z
  .object({ id: z.number(), name: z.string(), description: z.string().optional(), roleType: z.enum(['DEFAULT', 'CUSTOM']) })
  .meta({ id: 'RoleListed' })

const RoleFeatureWire = z.object({
  id: z.number(),
  key: z.string(),
  displayOrder: z.number(),
  applicationId: z.number(),
  permissionSet: z.string(),
  permissions: z.array(
    z.object({
      id: z.number(),
      key: z.string(),
      limited: z.boolean(),
      hasPermission: z.boolean(),
      dependencies: z.array(z.number()),
    }),
  ),
})
export const RoleWire = RoleListed.extend({ features: z.array(RoleFeatureWire) }).meta({ id: 'Role' })

/** All roles at once, with their number. */
export const RoleList = z.object({ data: z.array(RoleListed), count: z.number() }).meta({ id: 'RoleList' })

const roleListed = (role: ListedRole): z.infer<typeof RoleListed> =>
  omitEmpty({
    id: role.id,
    name: role.name,
    ...(role.description ? { description: role.description } : {}),
    roleType: 'grants' in role ? ('DEFAULT' as const) : ('CUSTOM' as const),
  })

export const roleListWire = (roles: readonly ListedRole[]): z.infer<typeof RoleList> => ({
  data: roles.map(roleListed),
  count: roles.length,
})

/** A role with every feature there is, and what it has of each (API document, Create Role). */
export const roleWire = (role: Role): z.infer<typeof RoleWire> => ({
  ...roleListed(role),
  features: catalogue.map((feature) => {
    const held = permissionsOf(role, feature)
    return {
      id: feature.id,
      key: feature.key,
      displayOrder: feature.displayOrder,
      applicationId: 1,
      permissionSet: role.features.find(({ featureId }) => featureId === feature.id)?.set ?? setOf(feature, () => false),
      permissions: feature.permissions.map((permission) => ({
        id: permission.id,
        key: permission.key,
        limited: permission.limited,
        hasPermission: held.includes(permission),
        dependencies: [...permission.dependencies],
      })),
    }
  }),
})
