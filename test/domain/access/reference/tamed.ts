import { noPosture } from '../../../../shared/domain/access/decisions/posture.ts'
import { PanelRules } from '../../../../shared/domain/access/decisions/rules.ts'
import { minute } from '../../../../shared/lib/clock.ts'
import { definedOf } from '../../../../shared/lib/defined.ts'
import { edgesOf } from './edges.ts'
import { forAll } from './random-rules.ts'
import type { RandomTenant } from './random-tenant.ts'

/**
 * The same tenant with everybody valid and permitted at any time, so that what doors ask for besides a permission decides: who waits, who
 * is where, what is open.
 */
export const tamed = ({ rules, zone, attempts, ...rest }: RandomTenant): RandomTenant => ({
  ...rest,
  zone,
  rules: PanelRules.parse({
    ...rules,
    accessPoints: rules.accessPoints.map(({ failedAttempts: _limit, ...point }) => ({
      ...point,
      rules: [...point.rules, ...forAll],
      timeZone: point.timeZone === 'Mars/Olympus' ? zone : point.timeZone,
    })),
    users: rules.users.map(({ id, pin, groupIds }) => definedOf({ id, pin, groupIds, suspended: false })),
    credentials: rules.credentials.map(({ id, userId, kind, encoded, alarm }) =>
      definedOf({ id, kind, encoded, alarm, userId: rules.users.some((user) => user.id === userId) ? userId : 1 }),
    ),
  }),
  attempts: attempts.map((one) => ({ ...one, posture: noPosture, privacy: [] })),
})

/**
 * The same tenant with all attempts at a border of its first area, at the instants at which areas forget, or just when a passage runs out:
 * beside them by a millisecond or not at all.
 */
export const atResets = (tenant: RandomTenant): RandomTenant => {
  const { rules, zone, attempts } = tenant
  const [area] = rules.areas
  const [first] = attempts
  if (!area || !first) return tenant
  const { accessPointId = first.presented.accessPointId } = area.borders[0] ?? {}
  const nothingElse = { ...rules, users: [], credentials: [], schedules: [], holidays: [] }
  const edges = edgesOf(nothingElse, zone, new Date(first.at).toISOString().slice(0, 10))
  const timeout = (area.antiPassback?.timeoutMinutes ?? 0) * minute
  let before = first.at
  return {
    ...tenant,
    attempts: attempts.map((one, index) => {
      const { side: _side, readerId: _reader, ...what } = one.presented
      // the instants are as random as the attempts
      const edge = edges[Math.floor(one.at / minute + index * 7) % Math.max(edges.length, 1)] ?? before
      const at = (index % 3 === 2 && timeout > 0 ? before + timeout : edge) + (Math.floor(one.at / minute / 15) % 3) - 1
      before = at
      return { ...one, at, presented: { ...what, accessPointId } }
    }),
  }
}
