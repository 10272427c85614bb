import pMap from 'p-map'
import { z } from 'zod'
import type { DemoApi } from '../demo/client.ts'

/** A panel of the fleet, as it was registered. */
export const FleetPanel = z.object({
  id: z.int(),
  serialNumber: z.string(),
  pairingCode: z.string(),
  accessPointId: z.int(),
})
export type FleetPanel = z.infer<typeof FleetPanel>

type Made = { id: number; pairingCode: string }
type Listed = { count: number; data: { id: number; serialNumber: string }[] }

const atOnce = 8
const pageSize = 100

/** The serial number of the panel at place `number`, from 1. */
export const serialNumberOf = (number: number): string => `FLEET-${String(number).padStart(4, '0')}`

/** Serial numbers and ids of all panels of the account. */
const panelsOf = async (api: DemoApi): Promise<Map<string, number>> => {
  const found = new Map<string, number>()
  for (let offset = 0; ; offset += pageSize) {
    const page = await api<Listed>('GET', `/control-panels?pageSize=${pageSize}&offset=${offset}`)
    for (const { id, serialNumber } of page.data) found.set(serialNumber, id)
    if (offset + pageSize >= page.count) return found
  }
}

/**
 * Registers the panels with these serial numbers at a site, each with one door, a few at a time; `onPanel` hears of each as soon as it
 * is whole. One that an earlier run registered and did not note gets another pairing code.
 */
export const registerPanels = async (
  api: DemoApi,
  siteId: number,
  serialNumbers: readonly string[],
  onPanel: (panel: FleetPanel) => void,
): Promise<void> => {
  if (serialNumbers.length === 0) return
  const known = await panelsOf(api)
  await pMap(
    serialNumbers,
    async (serialNumber) => {
      const id = known.get(serialNumber)
      const panel =
        id === undefined
          ? await api<Made>('POST', '/control-panels', { serialNumber, name: serialNumber, siteId })
          : await api<Made>('POST', `/control-panels/${id}/pairing-code`)
      const door = await api<{ id: number }>('POST', '/access-points', {
        name: `Door of ${serialNumber}`,
        controlPanelId: panel.id,
      })
      onPanel({ id: panel.id, serialNumber, pairingCode: panel.pairingCode, accessPointId: door.id })
    },
    { concurrency: atOnce },
  )
}
