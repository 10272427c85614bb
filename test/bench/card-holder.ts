import type { DemoApi } from '../../local/demo/client.ts'
import type { PanelHost } from '../../local/simulator/host.ts'
import type { Presented } from '../../shared/domain/access/decisions/decision.ts'
import { comparedValue } from '../../shared/domain/people/credentials/compared-value.ts'
import { AccessPointId } from '../../shared/lib/ids.ts'
import { wait } from './row.ts'

/** A person with a card, and when it is held to a door, what a panel there reads. */
export type CardHolder = { userId: number; at: (accessPointId: number) => Presented }

const facilityCode = '70'
/** How often a panel is asked what it would decide, unless somebody says otherwise: an answer is known so much later at most. */
const lookEveryMs = 10
const maxWaitMs = 60_000

/** Makes a group that may pass these doors at any time, and gives its id. */
export const openGroup = async (api: DemoApi, name: string, accessPointIds: readonly number[]): Promise<number> => {
  const group = await api<{ id: number }>('POST', '/groups', { name })
  const { data } = await api<{ data: { id: number; name: string }[] }>('GET', '/schedules')
  const always = data.find((schedule) => schedule.name !== 'Office hours')
  for (const id of accessPointIds) {
    await api('PUT', `/groups/${group.id}/access/access-points/${id}`, { schedule: { id: always?.id } })
  }
  return group.id
}

/** Makes a person of the group who has card `card`. */
export const addCardHolder = async (api: DemoApi, groupId: number, card: number): Promise<CardHolder> => {
  const user = await api<{ id: number }>('POST', '/users', { firstName: 'Holder', lastName: `Of card ${card}` })
  const { id, encodedCredential } = await api<{ id: number; encodedCredential: string }>('POST', '/credentials', {
    credentialFormat: { id: 100 },
    referenceId: String(card),
    fieldValues: [
      { id: 1, value: String(card) },
      { id: 2, value: facilityCode },
    ],
  })
  await api('PUT', `/users/${user.id}/credentials/${id}`)
  await api('PUT', `/groups/${groupId}/users/${user.id}`)
  const read = comparedValue('card', encodedCredential)
  if (read === undefined) throw new Error(`No reader reads card ${encodedCredential}`)
  return {
    userId: user.id,
    at: (accessPointId) => ({ accessPointId: AccessPointId.parse(accessPointId), encodedCredential: read }),
  }
}

export const suspend = (api: DemoApi, { userId }: CardHolder, suspended: boolean): Promise<unknown> =>
  api('PUT', `/users/${userId}/suspended`, { suspended })

/** Waits until the panel would decide so, and gives the milliseconds since `startedAt`, on the clock of `performance.now`. */
export const untilDecides = async (
  panel: PanelHost,
  presented: Presented,
  decision: 'granted' | 'denied',
  startedAt: number,
  { longestMs = maxWaitMs, everyMs = lookEveryMs }: { longestMs?: number; everyMs?: number } = {},
): Promise<number> => {
  while ((await panel.wouldDecide(presented)) !== decision) {
    if (performance.now() > startedAt + longestMs) throw new Error(`Panel ${panel.serialNumber} has not ${decision} in time`)
    await wait(everyMs)
  }
  return performance.now() - startedAt
}
