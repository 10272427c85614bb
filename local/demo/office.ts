import type { DemoApi } from './client.ts'
import type { DemoTenantPlan } from './tenants.ts'

type Made = { id: number }
const facilityCode = '70'
const officeDay = [{ start: '08:00', end: '18:00' }]
const officeHours = {
  name: 'Office hours',
  scheduleBlocks: { monday: officeDay, tuesday: officeDay, wednesday: officeDay, thursday: officeDay, friday: officeDay },
}

/** Sets up one tenant through the API: a site, panels with doors, a camera at one of them, groups, schedules, people with cards. */
export const openOffice = async (api: DemoApi, plan: DemoTenantPlan) => {
  const site = await api<Made>('POST', '/sites', plan.site)
  const hours = await api<Made>('POST', '/schedules', officeHours)
  const schedules = (await api<{ data: (Made & { name: string })[] }>('GET', '/schedules')).data.map(({ id, name }) => ({
    id,
    name,
  }))
  const always = schedules.find(({ id }) => id !== hours.id)
  const panels = []
  const pairing: { serialNumber: string; pairingCode: string }[] = []
  for (const { serialNumber, name, ...connected } of plan.panels) {
    const panel = await api<Made & { pairingCode: string }>('POST', '/control-panels', { serialNumber, name, siteId: site.id })
    pairing.push({ serialNumber, pairingCode: panel.pairingCode })
    panels.push({ id: panel.id, serialNumber, accessPoints: await connect(api, panel.id, connected) })
  }
  const groups = await openGroups(api, panels, { Staff: (always ?? hours).id, Cleaning: hours.id })
  const camera = await watch(api, plan, site.id, panels)
  const cards = await hire(api, plan, groups)
  const { siteName, timeZone } = plan.site
  return { sites: [{ id: site.id, siteName, timeZone }], panels, cameras: [camera], groups, schedules, cards, pairing }
}

/** The doors of a panel, then its lift with the floors, then its wireless locks. */
const connect = async (
  api: DemoApi,
  controlPanelId: number,
  { doors, lift, locks = [] }: Pick<DemoTenantPlan['panels'][number], 'doors' | 'lift' | 'locks'>,
) => {
  const accessPoints: { id: number; name: string; type: string }[] = []
  const add = async (body: { name: string; type: string; [field: string]: unknown }) => {
    const { id } = await api<Made>('POST', '/access-points', body)
    accessPoints.push({ id, name: body.name, type: body.type })
    return id
  }
  for (const name of doors) await add({ name, type: 'DOOR', controlPanelId })
  const elevatorId = lift && (await add({ name: lift.name, type: 'DOOR', controlPanelId }))
  for (const floor of lift?.floors ?? []) await add({ ...floor, type: 'FLOOR', elevatorId })
  for (const lock of locks) await add({ ...lock, controlPanelId })
  return accessPoints
}

const watch = async (
  api: DemoApi,
  { camera: { name, door } }: DemoTenantPlan,
  siteId: number,
  panels: { accessPoints: { id: number; name: string }[] }[],
) => {
  const videoProvider = { type: 'DEMO', cameraId: name.toLowerCase().replaceAll(' ', '-') }
  const { id } = await api<Made>('POST', '/cameras', { name, siteId, videoProvider })
  const shown = panels.flatMap(({ accessPoints }) => accessPoints).find((point) => point.name === door)
  await api('PUT', `/cameras/${id}/access-points/${shown?.id}`)
  return { id, name }
}

/** Staff may pass every door at any time, the cleaners in office hours. */
const openGroups = async (
  api: DemoApi,
  panels: { accessPoints: { id: number }[] }[],
  scheduleOf: Record<'Staff' | 'Cleaning', number>,
) => {
  const groups: { id: number; name: string }[] = []
  for (const name of ['Staff', 'Cleaning'] as const) {
    const { id } = await api<Made>('POST', '/groups', { name })
    for (const door of panels.flatMap(({ accessPoints }) => accessPoints)) {
      await api('PUT', `/groups/${id}/access/access-points/${door.id}`, { schedule: { id: scheduleOf[name] } })
    }
    groups.push({ id, name })
  }
  return groups
}

const hire = async (api: DemoApi, plan: DemoTenantPlan, groups: { id: number; name: string }[]) => {
  const cards: { holder: string; encodedCredential: string }[] = []
  for (const { firstName, lastName, group, card } of plan.people) {
    const user = await api<Made>('POST', '/users', { firstName, lastName })
    const credential = await api<Made & { encodedCredential: string }>('POST', '/credentials', {
      credentialFormat: { id: 100 },
      referenceId: String(card),
      fieldValues: [
        { id: 1, value: String(card) },
        { id: 2, value: facilityCode },
      ],
    })
    await api('PUT', `/users/${user.id}/credentials/${credential.id}`)
    const groupId = groups.find(({ name }) => name === group)?.id
    await api('PUT', `/groups/${groupId}/users/${user.id}`)
    cards.push({ holder: `${firstName} ${lastName}`, encodedCredential: credential.encodedCredential })
  }
  return cards
}
