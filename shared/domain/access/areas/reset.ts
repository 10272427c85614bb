import { day, type Instant } from '../../../lib/clock.ts'
import { definedOf } from '../../../lib/defined.ts'
import type { AccountId, AreaId, PanelId, UserId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { isConnected } from '../../devices/panels/entity.ts'
import { awaitApplied } from '../../devices/posture/await-applied.ts'
import { maxResets, type Posture, type PostureReset } from '../../devices/posture/entity.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { areaAsObject, siteOf } from './create.ts'
import type { AreaResetsFull } from './errors.ts'

/** A reset that gives way to others when a panel has no room for them. */
const oldAfterMs = 7 * day

/** Who is forgotten at an area: one person, or without a `userId` everybody. */
export type WantedReset = { areaId: AreaId; userId?: UserId }

/**
 * The posture with one reset more. It takes the place of those before it that it covers, and is later than each of them, whatever clock says so.
 * When there is no room those of more than a week ago go.
 */
export const decideReset = (posture: Posture, { areaId, userId }: WantedReset, now: Instant): Result<Posture, AreaResetsFull> => {
  const ofArea = posture.resets.filter((one) => one.areaId === areaId)
  const reset: PostureReset = { areaId, ...definedOf({ userId }), at: Math.max(now, ...ofArea.map(({ at }) => at + 1)) }
  const isCovered = (one: PostureReset) => one.areaId === areaId && (userId === undefined || one.userId === userId)
  const kept = posture.resets.filter((one) => !isCovered(one))
  const left = kept.length < maxResets ? kept : kept.filter(({ at }) => at > now - oldAfterMs)
  if (left.length >= maxResets) return err({ kind: 'area_resets_full', panelId: posture.panelId, count: left.length })
  return ok({ ...posture, version: posture.version + 1, resets: [...left, reset], updatedAt: now })
}

/** A reset, and whether the panel says that it follows it. */
export type AreaWasReset = { reset: PostureReset; isApplied: boolean }

export type ResetAreaError = NotFound<'area' | 'user'> | AreaResetsFull | ChangedMeanwhile

type Needed = Pick<
  Deps,
  'areas' | 'panels' | 'postureWork' | 'postures' | 'presences' | 'sites' | 'users' | 'now' | 'newUuid' | 'pause'
>

/**
 * Makes the panel of an area forget the passages of everybody, or of one person, so that who is blocked passes again. It is desired state of the panel:
 * one that is out of contact forgets when it is heard again. Waits for a panel that is connected, ten seconds at most.
 */
export const resetArea = async (
  deps: Needed,
  principal: Principal,
  wanted: WantedReset,
): Promise<Result<AreaWasReset, ResetAreaError>> => {
  const { accountId } = principal
  const done = await untilFirst<Result<{ posture: Posture; reset: PostureReset }, ResetAreaError>>(deps, 'area', async () => {
    const area = await deps.areas.get(accountId, wanted.areaId)
    if (!area) return err({ kind: 'not_found', what: 'area', id: wanted.areaId })
    const { userId } = wanted
    if (userId !== undefined && !(await deps.users.get(accountId, userId)))
      return err({ kind: 'not_found', what: 'user', id: userId })
    const [posture, panel] = await Promise.all([
      deps.postures.get(accountId, area.panelId),
      deps.panels.get(accountId, area.panelId),
    ])
    const now = deps.now()
    const next = decideReset(posture, wanted, now)
    if (!next.ok) return next
    const reset = next.value.resets.at(-1)
    if (!panel || !reset) return raced
    const object = areaAsObject(area, await siteOf(deps, accountId, panel))
    const who = propertyChanges({}, { userId }, ['userId'])
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'area.reset', object, who)
    const replaced = await deps.postures.replace(accountId, next.value, {}, event)
    return replaced.ok ? ok({ posture: next.value, reset }) : raced
  })
  if (!done.ok) return done
  const { posture, reset } = done.value
  await deps.postureWork.nudge(accountId, posture.panelId)
  return ok({ reset, isApplied: await isFollowed(deps, accountId, posture) })
}

/** Whether a panel follows its posture by now; one that is out of contact is not waited for. */
const isFollowed = async (deps: Needed, accountId: AccountId, { panelId, version }: Posture): Promise<boolean> => {
  const [presence] = await deps.presences.getMany(accountId, [panelId])
  if (!presence || !isConnected(presence, deps.now())) return false
  return awaitApplied(deps, accountId, panelId, version)
}

/** Takes the resets of an area that is deleted out of its panel's posture. False when others kept changing that. */
export const dropResetsOf = async (
  deps: Pick<Deps, 'postures' | 'now' | 'pause'>,
  accountId: AccountId,
  { areaId, panelId }: { areaId: AreaId; panelId: PanelId },
): Promise<boolean> => {
  const dropped = await untilFirst(deps, 'control panel', async () => {
    const posture = await deps.postures.get(accountId, panelId)
    const resets = posture.resets.filter((one) => one.areaId !== areaId)
    if (resets.length === posture.resets.length) return ok(undefined)
    const next: Posture = { ...posture, resets, version: posture.version + 1, updatedAt: deps.now() }
    return (await deps.postures.replace(accountId, next, {}, undefined)).ok ? ok(undefined) : raced
  })
  return dropped.ok
}
