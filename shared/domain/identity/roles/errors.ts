export type RoleNameTaken = { kind: 'role_name_taken' }

/** A default role stays as it is. */
export type RoleIsDefault = { kind: 'role_is_default'; action: 'changed' | 'deleted' }

/** The role allows what the caller may not do, so that the caller can neither make it nor give it. */
export type RoleBeyondCaller = { kind: 'role_beyond_caller' }

export type TooManyRoles = { kind: 'too_many_roles'; maximum: number }

export type RoleError = RoleNameTaken | RoleIsDefault | RoleBeyondCaller | TooManyRoles
