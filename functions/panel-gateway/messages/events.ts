import { receiveEvents } from '../../../shared/domain/record/events/receive.ts'
import type { Events } from '../../../shared/panel-protocol/events.ts'
import type { GatewayDeps } from '../deps.ts'
import type { Heard, Speaker } from '../speaker.ts'

/** The panel reports what happened; what is stored, the panel may forget. */
export const events = async (
  deps: Pick<GatewayDeps, 'uploads' | 'now' | 'pause'>,
  { accountId, panelId, line, say }: Speaker,
  { epoch, events: reports }: Events,
): Promise<Heard> => {
  const stored = await receiveEvents(deps, { accountId, panelId, keyId: line.keyId }, epoch, reports)
  if (!stored.ok) return 'unpaired'
  await say({ type: 'events.ack', epoch, upTo: stored.value })
  return 'heard'
}
