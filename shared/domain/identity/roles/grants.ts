import { featureCatalogue } from '../features/catalogue.ts'
import { type Feature, type FeaturePermission, permissionsOfSet } from '../features/feature.ts'
import { grantsOf } from '../principals/granted.ts'
import type { Grant } from '../principals/permission.ts'
import type { Role, RoleFeature } from './entity.ts'

const catalogue: readonly Feature[] = featureCatalogue

/** The permissions that a role has of a feature of the catalogue. */
export const permissionsOf = ({ features }: Pick<Role, 'features'>, feature: Feature): readonly FeaturePermission[] => {
  const held = features.find(({ featureId }) => featureId === feature.id)
  if (!held) return []
  if (held.set !== 'CUSTOM') return permissionsOfSet(feature, held.set)
  return feature.permissions.filter(({ id }) => held.permissionIds?.includes(id))
}

/** What a role allows. */
export const grantsOfRole = (role: { features: readonly RoleFeature[] }): readonly Grant[] => {
  const held = catalogue.flatMap((feature) => permissionsOf({ features: [...role.features] }, feature))
  return grantsOf([...new Set(held.flatMap(({ gives }) => gives))])
}
