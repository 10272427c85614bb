import { z } from 'zod'
import { featureCatalogue } from '../../../domain/identity/features/catalogue.ts'
import { type Feature, permissionSets } from '../../../domain/identity/features/feature.ts'
import type { RoleFeature, RoleInput as WantedRole } from '../../../domain/identity/roles/entity.ts'
import { plainText } from '../../../lib/text.ts'

const catalogue: readonly Feature[] = featureCatalogue
const dependencies = new Map(
  catalogue.flatMap(({ permissions }) => permissions.map(({ id, dependencies }) => [id, dependencies])),
)

// The sentences are the API document's (Create Role).
const featureIdMissing = 'Feature Id is required.'
const featureIdInvalid = 'Feature Id is invalid.'
const permissionIdMissing = 'Permission Id is required.'
const permissionIdInvalid = 'Permission Id is invalid.'

const missingOr = (missing: string, other: string) => (issue: { input?: unknown }) =>
  issue.input === undefined || issue.input === null ? missing : other

const PermissionId = z.preprocess(
  (given) => (typeof given === 'string' && /^\d{1,9}$/.test(given) ? Number(given) : given),
  z.int({ error: missingOr(permissionIdMissing, 'Invalid format for permission Id.') }),
)
const FeatureId = z.preprocess(
  (given) => (typeof given === 'string' && /^\d{1,9}$/.test(given) ? Number(given) : given),
  z.int({ error: missingOr(featureIdMissing, featureIdInvalid) }),
)

const FeatureInput = z
  .object({
    id: FeatureId,
    permissionSet: z.enum(permissionSets, { error: 'Invalid permission set for feature.' }),
    permissions: z.array(PermissionId, { error: 'Invalid format for permission Id.' }).max(100).nullish(),
  })
  .superRefine(({ id, permissionSet, permissions }, context) => {
    const message = wrongIn(id, permissionSet, permissions ?? [])
    if (message) context.addIssue({ code: 'custom', message })
  })

const wrongIn = (id: number, set: string, permissions: readonly number[]): string | undefined => {
  const feature = catalogue.find((one) => one.id === id)
  if (!feature) return featureIdInvalid
  if (set !== 'CUSTOM') {
    return permissions.length > 0 ? 'Permissions are not allowed when using FULL or LIMITED feature set.' : undefined
  }
  if (permissions.length === 0) return permissionIdMissing
  return permissions.every((one) => feature.permissions.some((permission) => permission.id === one))
    ? undefined
    : permissionIdInvalid
}

/** A permission of a CUSTOM set that is of no use without another one, which the role does not have. */
const lackingIn = (features: readonly z.infer<typeof FeatureInput>[]): string | undefined => {
  const chosen = new Set(features.flatMap((feature) => [...permissionIdsOf(feature)]))
  for (const id of chosen) {
    const lacking = dependencies.get(id)?.find((needed) => !chosen.has(needed))
    if (lacking !== undefined) return `${permissionIdInvalid} Permission ${id} needs permission ${lacking}`
  }
  return undefined
}

const permissionIdsOf = ({ id, permissionSet, permissions }: z.infer<typeof FeatureInput>): readonly number[] => {
  if (permissionSet === 'CUSTOM') return permissions ?? []
  const all = catalogue.find((one) => one.id === id)?.permissions ?? []
  return all.filter(({ limited }) => permissionSet === 'FULL' || (permissionSet === 'LIMITED' && limited)).map(({ id }) => id)
}

/** Body of Create Role and of Update Role. */
export const RoleInput = z
  .object({
    name: plainText('name', 100, { missing: 'Role Name is missing.' }),
    description: plainText('description', 500, { min: 0 }).nullish(),
    features: z.array(FeatureInput).max(100).nullish(),
  })
  .superRefine(({ features }, context) => {
    const given = features ?? []
    const twice = new Set(given.map(({ id }) => id)).size < given.length
    const message = twice ? featureIdInvalid : lackingIn(given)
    if (message) context.addIssue({ code: 'custom', message, path: ['features'] })
  })
  .meta({ id: 'RoleInput' })

/** What a body asks for: it is the whole role. */
export const roleOf = ({ name, description, features }: z.infer<typeof RoleInput>): WantedRole => ({
  name,
  ...(description ? { description } : {}),
  features: (features ?? []).map(
    ({ id, permissionSet, permissions }): RoleFeature => ({
      featureId: id,
      set: permissionSet,
      ...(permissionSet === 'CUSTOM' ? { permissionIds: [...new Set(permissions ?? [])] } : {}),
    }),
  ),
})
