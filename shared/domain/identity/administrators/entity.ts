import { z } from 'zod'
import { AdministratorId, GroupId, RoleId, ScenarioId, SiteId } from '../../../lib/ids.ts'
import { everywhere, type Scope } from '../principals/permission.ts'
import { administratorTypes } from './type.ts'

/** A username as it is compared: people do not remember which letters were capitals. */
export const normalUsername = (username: string): string => username.trim().normalize('NFKC').toLowerCase()

/** How many characters a password has. */
export const passwordLength = { min: 8, max: 128 } as const

/** The most sites, groups or scenarios that one administrator is limited to. */
export const maxAssigned = 500

/**
 * To which sites, groups and emergency scenarios somebody is limited: all, or those with these ids, which may be none (API document,
 * Configure admin assignments). Ids of what was deleted since stay; they lead nowhere.
 */
export const Assignments = z.object({
  sites: z.union([z.literal('all'), z.array(SiteId)]),
  groups: z.union([z.literal('all'), z.array(GroupId)]),
  scenarios: z.union([z.literal('all'), z.array(ScenarioId)]),
})
export type Assignments = z.infer<typeof Assignments>

/** What somebody has to whom all is assigned. */
export const unlimited: Assignments = { sites: 'all', groups: 'all', scenarios: 'all' }

/** Where the grants of somebody with these assignments hold; undefined without any: everywhere. */
export const scopeOf = (assignments: Assignments | undefined): Scope | undefined =>
  assignments && { ...everywhere, ...assignments }

/** Somebody who administers an account. `password` and `securityAnswer` are scrypt hashes; instants are epoch milliseconds. */
export const Administrator = z.object({
  id: AdministratorId,
  version: z.number(),
  type: z.enum(administratorTypes),
  username: z.string(),
  firstName: z.string(),
  middleName: z.string().optional(),
  lastName: z.string(),
  email: z.string(),
  timezone: z.string(),
  canCreateAdmins: z.boolean(),
  securityQuestion: z.string().optional(),
  securityAnswer: z.string().optional(),
  /** What decides what they may do, instead of their type; absent until they have had a role. */
  roleIds: z.array(RoleId).optional(),
  /** To what they are limited; absent when all is assigned. */
  assignments: Assignments.optional(),
  password: z.string(),
  /** A temporary password signs in until this instant; absent for one that its owner chose. */
  temporaryPasswordExpiresAt: z.number().optional(),
  /** Counts passwords, and the times when they might not act: a sign-in of before has ended, with all that came of it. */
  signInVersion: z.number(),
  active: z.boolean(),
  /** From this instant on they can neither sign in nor act. */
  expiresAt: z.number().optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Administrator = z.infer<typeof Administrator>

/** What a new administrator is made of; without a password of their own they get a temporary one. */
export type CreateAdministrator = Pick<Administrator, 'username' | 'firstName' | 'lastName' | 'email'> & {
  middleName?: string
  securityQuestion: string
  securityAnswer: string
  /** Without one it is the least that the caller may create. */
  type?: Administrator['type']
  canCreateAdmins?: boolean
  timezone?: string
  password?: string
}

/** Who the first administrator of a new account is to be. */
export type FirstAdministrator = Pick<Administrator, 'username' | 'firstName' | 'lastName' | 'email'> & {
  middleName?: string
  timezone?: string
}

/** What to change of an administrator: what is left out stays as it is, and `null` clears a field. */
export type AdministratorChanges = Pick<Administrator, 'firstName' | 'lastName' | 'email'> & {
  middleName: string | null
  type?: Administrator['type']
  canCreateAdmins?: boolean
  timezone?: string
}

/** What an administrator is called in events, tokens and pages. */
export const fullName = ({ firstName, lastName }: Pick<Administrator, 'firstName' | 'lastName'>): string =>
  `${firstName} ${lastName}`
