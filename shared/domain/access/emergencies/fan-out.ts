import { z } from 'zod'
import { day, type Instant } from '../../../lib/clock.ts'
import { AccountId, ScenarioId } from '../../../lib/ids.ts'
import type { FanOut, Scenario } from './entity.ts'

/** How long it is kept after it began, in milliseconds. */
const lifetime = 30 * day

/** What the queue posture-work says of one: go on with it, wherever it is. */
export const FanOutWork = z.object({ accountId: AccountId, scenarioId: ScenarioId, version: z.number() })
export type FanOutWork = z.infer<typeof FanOutWork>

/** The fan-out of a scenario as it was just changed: `active` is what was put in force, or was until now. */
export const fanOutOf = (
  { id, version, isFull }: Scenario,
  action: FanOut['action'],
  active: NonNullable<Scenario['active']>,
  now: Instant,
): FanOut => ({
  scenarioId: id,
  version,
  action,
  startedAt: now,
  ...(isFull ? {} : { panelIds: active.panelIds.toSorted((one, other) => one - other), accessPointIds: active.accessPointIds }),
  pages: 0,
  panels: 0,
  expiresAt: now + lifetime,
})
