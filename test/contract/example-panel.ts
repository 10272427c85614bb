import type { testApi } from '../support/api.ts'

type Api = ReturnType<typeof testApi>

/** What pairing and the first hello of a panel leave. */
export const pair = async ({ table, clock }: Api, panelId: number) => {
  for (const item of table.items()) {
    if (item.entity === 'panel' && item.id === panelId) await table.update({ update: item, set: { pairedAt: clock.now } })
    if (item.entity === 'panel-presence' && item.panelId === panelId)
      await table.update({ update: item, set: { firmwareVersion: '5.0.0' } })
  }
}

/** A panel follows every posture at once, as one that is connected does. */
export const obeyPostures = ({ table, clock }: Api, panelId: number) => {
  const { write } = table
  table.write = async (writes) => {
    const result = await write(writes)
    const posture = writes.find((one) => 'put' in one && one.put.entity === 'panel-posture' && one.put.panelId === panelId)
    if (result.ok && posture && 'put' in posture) {
      const presence = table.items().find((item) => item.entity === 'panel-presence' && item.panelId === panelId)
      if (presence && Number(presence.onlineUntil) > clock.now)
        await table.update({ update: presence, set: { appliedPosture: posture.put.version } })
    }
    return result
  }
}
