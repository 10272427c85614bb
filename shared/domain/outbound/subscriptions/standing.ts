import type { Instant } from '../../../lib/clock.ts'
import type { AccountId, AdministratorId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import { grantsOfAdministrator } from '../../identity/administrators/authority.ts'
import type { Administrator } from '../../identity/administrators/entity.ts'
import { mayActAt } from '../../identity/administrators/may-act.ts'
import type { Grant } from '../../identity/principals/permission.ts'
import { mayListEvents } from '../../record/events/may-list.ts'
import type { Subscription } from './entity.ts'
import { kindSent } from './match.ts'

/** Who made a subscription, as they are now, and what they may do. */
export type Maker = { administrator: Administrator; grants: readonly Grant[] }

/**
 * What may be sent to a subscription now: what is assigned to its maker (`limits`; everything without them), or nothing. When it is
 * `stopped`, what would be sent is held.
 */
export type Standing = { kind: 'sends'; limits: Subscription['limits'] } | { kind: 'nothing' | 'stopped' }

type Asked = Pick<Subscription, 'administratorId' | 'limits' | 'criteria'>

/**
 * Decides how a subscription stands by its maker, undefined when they are gone. One of somebody to whom all was assigned is the
 * account's own and outlives them; one of somebody who was limited ends with them, as nobody keeps to their limits any more.
 */
export const standingOf = ({ administratorId, limits, criteria }: Asked, maker: Maker | undefined, now: Instant): Standing => {
  if (administratorId === undefined) return { kind: 'sends', limits }
  if (!maker) return limits ? { kind: 'stopped' } : { kind: 'sends', limits: undefined }
  const { assignments } = maker.administrator
  if (assignments && !mayActAt(maker.administrator, now)) return { kind: 'stopped' }
  const kind = kindSent(criteria)
  return kind && mayListEvents(maker, kind) ? { kind: 'sends', limits: assignments } : { kind: 'nothing' }
}

/** The makers of subscriptions by their ids; without those that are gone. */
export const readMakers = async (
  deps: Pick<Deps, 'administrators' | 'roles'>,
  accountId: AccountId,
  subscriptions: readonly Subscription[],
): Promise<ReadonlyMap<AdministratorId, Maker>> => {
  const ids = [...new Set(subscriptions.flatMap(({ administratorId }) => administratorId ?? []))]
  if (ids.length === 0) return new Map()
  const administrators = await deps.administrators.getMany(accountId, ids)
  const makers = administrators.map(async (administrator) => {
    const { grants } = await grantsOfAdministrator(deps, accountId, administrator)
    return [administrator.id, { administrator, grants }] as const
  })
  return new Map(await Promise.all(makers))
}

/** Why a subscription is switched off whose maker is gone. */
export const makerGone = 'Its administrator was deleted or may not act any more'

type Needed = Pick<Deps, 'administrators' | 'roles' | 'subscriptions'>

/**
 * The subscriptions as they are to be sent to now, by their makers. Those that are stopped are switched off, also in the table, so
 * that people see it and what comes is held.
 */
export const asTheyStand = async (
  deps: Needed,
  accountId: AccountId,
  subscriptions: readonly Subscription[],
  now: Instant,
): Promise<Subscription[]> => {
  const makers = await readMakers(
    deps,
    accountId,
    subscriptions.filter(({ disabled }) => !disabled),
  )
  const standing = subscriptions.map(async (subscription): Promise<Subscription[]> => {
    if (subscription.disabled) return [subscription]
    const { administratorId, limits: _, ...rest } = subscription
    const stands = standingOf(subscription, administratorId === undefined ? undefined : makers.get(administratorId), now)
    if (stands.kind === 'sends') return [{ ...rest, ...(stands.limits ? { limits: stands.limits } : {}) }]
    if (stands.kind === 'nothing') return []
    const disabled = { at: now, reason: makerGone }
    await deps.subscriptions.disable(accountId, subscription.id, subscription.url, disabled)
    return [{ ...subscription, disabled }]
  })
  return (await Promise.all(standing)).flat()
}
