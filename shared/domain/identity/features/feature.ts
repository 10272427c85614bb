import type { Permission } from '../principals/permission.ts'

/**
 * One thing that a role may allow. `limited` says whether the set LIMITED of its feature has it; `dependencies` are the ids of
 * permissions without which it is of no use; `gives` is what it allows in this product.
 */
export type FeaturePermission = {
  id: number
  key: string
  limited: boolean
  dependencies: readonly number[]
  gives: readonly Exclude<Permission, 'none'>[]
}

/** A part of the product that roles allow or do not allow, permission by permission. */
export type Feature = { id: number; key: string; displayOrder: number; permissions: readonly FeaturePermission[] }

/**
 * How much of a feature somebody has: all of its permissions, those that are `limited`, others (`CUSTOM`), or none
 * (API document, Create Role).
 */
export const permissionSets = ['FULL', 'LIMITED', 'CUSTOM', 'NONE'] as const
export type PermissionSet = (typeof permissionSets)[number]

/** The permissions of a feature that a set has. What `CUSTOM` has is named one by one, so that it is not asked for here. */
export const permissionsOfSet = (
  { permissions }: Feature,
  set: Exclude<PermissionSet, 'CUSTOM'>,
): readonly FeaturePermission[] => {
  if (set === 'FULL') return permissions
  return set === 'LIMITED' ? permissions.filter(({ limited }) => limited) : []
}

/** The name of the set that consists of exactly the permissions for which `has` holds. */
export const setOf = ({ permissions }: Feature, has: (permission: FeaturePermission) => boolean): PermissionSet => {
  if (permissions.every(has)) return 'FULL'
  if (!permissions.some(has)) return 'NONE'
  return permissions.every((permission) => permission.limited === has(permission)) ? 'LIMITED' : 'CUSTOM'
}
