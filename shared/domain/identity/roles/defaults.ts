import { RoleId } from '../../../lib/ids.ts'
import type { AdministratorType } from '../administrators/type.ts'
import { administratorGrants } from '../principals/granted.ts'
import type { Grant } from '../principals/permission.ts'

/** A role that every account has, and that nobody changes: it gives what a type of administrator has without roles. */
export type DefaultRole = { id: RoleId; name: string; description: string; grants: readonly Grant[] }

const role = (id: number, name: string, description: string, type: AdministratorType, canCreateAdmins: boolean): DefaultRole => ({
  id: RoleId.parse(id),
  name,
  description,
  grants: administratorGrants(type, canCreateAdmins),
})

const administrator = role(1, 'Administrator', 'Can do everything but edit administrators', 'SENIOR', false)
const superAdministrator = role(2, 'Super Administrator', 'Can edit other administrators', 'SENIOR', true)
const assistant = role(3, 'Assistant', 'Looks after people and opens doors', 'ASSISTANT', false)

/** Their ids are small and never given to another role; 2 is the API document's (Roles Listing). */
export const defaultRoles: readonly DefaultRole[] = [administrator, superAdministrator, assistant]

/** The default role with this id. */
export const defaultRole = (id: RoleId): DefaultRole | undefined => defaultRoles.find((one) => one.id === id)

/** The role that gives what an administrator has without one; undefined for types that act without roles. */
export const roleOfType = (type: AdministratorType, canCreateAdmins: boolean): RoleId | undefined => {
  if (type === 'ASSISTANT') return assistant.id
  if (type === 'SENIOR') return (canCreateAdmins ? superAdministrator : administrator).id
  return undefined
}
