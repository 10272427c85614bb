import { ok, type Result } from '../../../lib/result.ts'
import type { DenialReason } from './decision.ts'
import type { Place } from './presenting.ts'
import { eachNamed, type Trace } from './trace.ts'

/** Whether all doors that are interlocked with this one are shut and locked. Doors that are not in the rules do not count. */
export const checkInterlock = ({ rules, point, memory }: Place, trace: Trace): Result<undefined, DenialReason> => {
  const { interlock } = point.doorRules ?? {}
  if (!interlock) return ok(undefined)
  const open = interlock.accessPointIds.filter((id) => rules.accessPoints.has(id) && memory.openDoors?.includes(id))
  if (open.length > 0)
    return trace.deny('interlock_free', 'interlocked', ['not shut and locked: ', ...eachNamed('access point', open)])
  trace.pass('interlock_free', ['shut and locked: ', ...eachNamed('access point', interlock.accessPointIds)])
  return ok(undefined)
}
