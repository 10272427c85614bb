import type { AccountId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import { readAuthority } from '../../identity/administrators/authority.ts'
import { mayActAt } from '../../identity/administrators/may-act.ts'
import { may } from '../../identity/principals/may.ts'
import type { ApplicationPrincipal } from '../../identity/principals/principal.ts'
import { readServiceToken } from '../../identity/service-tokens/authority.ts'
import { isOpen } from '../../places/accounts/entity.ts'
import type { BatchJob } from './entity.ts'

/** Whether a principal may create users who are in no group, and see them afterwards as anybody does. */
export const mayCreateAnywhere = (principal: Pick<ApplicationPrincipal, 'grants'>): boolean =>
  may(principal, 'users:edit', { company: null, group: null })

/**
 * Reads who started a job, with what they may do now; undefined when they may not create users any more, or the account is closed.
 */
export const starterNow = async (deps: StarterDeps, accountId: AccountId, job: BatchJob) => {
  const { kind } = job.startedBy
  const starter = await (kind === 'administrator' ? administratorNow : serviceTokenNow)(deps, accountId, job)
  return starter && mayCreateAnywhere(starter) ? starter : undefined
}
export type StarterDeps = Pick<Deps, 'accounts' | 'administrators' | 'applications' | 'roles' | 'serviceTokens' | 'now'>

type Starter = ApplicationPrincipal | undefined

const administratorNow = async (deps: StarterDeps, accountId: AccountId, { startedBy }: BatchJob): Promise<Starter> => {
  const { administratorId, clientId } = startedBy
  const [account, application, { authority }] = await Promise.all([
    deps.accounts.get(accountId),
    deps.applications.findByClientId(clientId),
    readAuthority(deps, accountId, administratorId),
  ])
  if (!isOpen(account) || !application || !authority || !mayActAt(authority, deps.now())) return undefined
  const { name, username, type, grants } = authority
  return { kind: 'administrator', accountId, administratorId, name, username, type, clientId, grants }
}

const serviceTokenNow = async (
  deps: StarterDeps,
  accountId: AccountId,
  { startedBy: { administratorId, clientId }, createdAt }: BatchJob,
): Promise<Starter> => {
  const token = await deps.serviceTokens.get(accountId, administratorId)
  // An administrator has one at a time, so one that is newer than the job took the place of the one that started it.
  if (!token || token.createdAt > createdAt || token.expiresAt <= deps.now()) return undefined
  const { authority } = await readServiceToken(deps, { accountId, administratorId, clientId, uuid: token.uuid })
  if (!authority || !mayActAt(authority.administrator, deps.now())) return undefined
  return { kind: 'token', accountId, administratorId, clientId, name: authority.administrator.name, grants: authority.grants }
}
