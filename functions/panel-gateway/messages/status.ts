import type { Instant } from '../../../shared/lib/clock.ts'
import type { DoorStatus } from '../../../shared/panel-protocol/fields.ts'
import type { Status } from '../../../shared/panel-protocol/status.ts'
import type { DoorStates } from '../../../shared/storage/devices/presence.ts'
import type { GatewayDeps } from '../deps.ts'
import type { Heard, Speaker } from '../speaker.ts'

/** As many doors as one update names; a panel seldom has more than a few. */
export const atOnce = 50

/** Some doors of the panel changed state. */
export const status = (deps: Pick<GatewayDeps, 'presences' | 'now'>, speaker: Speaker, { doors }: Status): Promise<Heard> =>
  noteDoors(deps, speaker, doors)

/** Notes how these doors stand. */
export const noteDoors = async (
  { presences, now }: Pick<GatewayDeps, 'presences' | 'now'>,
  { accountId, panelId, line }: Speaker,
  doors: readonly DoorStatus[],
): Promise<Heard> => {
  const at = now()
  for (let start = 0; start < doors.length; start += atOnce) {
    const some = doorStates(doors.slice(start, start + atOnce), at)
    const updated = await presences.doorsChanged(accountId, panelId, line, some)
    if (!updated) return 'unpaired'
  }
  return 'heard'
}

/** The states of doors as they are stored, as heard at `at`. */
export const doorStates = (doors: readonly DoorStatus[], at: Instant): DoorStates =>
  Object.fromEntries(doors.map(({ accessPointId, state }) => [String(accessPointId), { state, at }]))
