import type { testApi } from './api.ts'

type Api = ReturnType<typeof testApi>

/** A site with a panel of two doors, made over the API. `at` is a part of their names. */
export const addDoors = async (api: Pick<Api, 'call'>, serialNumber = 'SP-1', at?: string) => {
  const named = (name: string) => (at === undefined ? name : `${name} ${at}`)
  const site = await api.call('POST', '/sites', { body: { siteName: named('Office'), timeZone: 'US/Eastern' } })
  const siteId: number = site.json.id
  const panel = await api.call('POST', '/control-panels', { body: { serialNumber, name: named('Lobby'), siteId } })
  const controlPanelId: number = panel.json.id
  const ids: number[] = []
  for (const name of ['Front door', 'Back door']) {
    ids.push((await api.call('POST', '/access-points', { body: { name: named(name), controlPanelId } })).json.id)
  }
  const [front = 0, back = 0] = ids
  return { siteId, controlPanelId, pairingCode: String(panel.json.pairingCode), front, back }
}

/** Makes a panel connected, as its hello through the gateway would. */
export const connectPanel = async (
  { table, clock }: Pick<Api, 'table' | 'clock'>,
  panelId: number,
  doors: Record<string, unknown> = {},
) => {
  const presence = table.items().find((item) => item.entity === 'panel-presence' && item.panelId === panelId)
  if (!presence) throw new Error(`The panel ${panelId} has no presence`)
  await table.update({
    update: presence,
    set: {
      keyId: 'key',
      connection: { connectionId: 'socket', connectedAt: clock.now },
      onlineUntil: clock.now + 150_000,
      lastContactAt: clock.now,
      doors,
    },
  })
}
