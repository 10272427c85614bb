import { describe, expect, it } from 'vitest'
import { testApi } from '../../../support/api.ts'
import { addDoors, connectPanel } from '../../../support/panels.ts'

describe('the live status of an access point', () => {
  it('is what its panel reported, and when', async () => {
    const api = testApi()
    const { front, controlPanelId } = await addDoors(api)
    await connectPanel(api, controlPanelId, { [front]: { state: 'unlocked', at: api.clock.now - 5_000 } })
    expect((await api.call('GET', `/device-status/${front}`)).json).toEqual({
      accessPointName: 'Front door',
      accessPointState: 'UNLOCKED',
      accessPointScheduledState: 'LOCK',
      accessPointInputState: 'UNLOCKED',
      statusUpdated: '2026-03-02T11:59:55Z',
      siteName: 'Office',
      siteTimezone: 'US/Eastern',
      panelName: 'Lobby',
      panelCpNumber: 'SP-1',
      canPanelSupportScheduleOverride: true,
    })
  })

  it('is unknown while the panel has not reported it, or is out of contact', async () => {
    const api = testApi()
    const { front, back, controlPanelId } = await addDoors(api)
    await connectPanel(api, controlPanelId, { [front]: { state: 'locked', at: api.clock.now } })
    expect((await api.call('GET', `/device-status/${back}`)).json).toMatchObject({ accessPointState: 'UNKNOWN' })
    api.clock.now += 151_000
    const silent = (await api.call('GET', `/device-status/${front}`)).json
    expect(silent).toMatchObject({ accessPointState: 'UNKNOWN' })
    expect(silent).not.toHaveProperty('statusUpdated')
  })

  it('shows what the unlock schedule says now, on the clock of the site, and when that changes', async () => {
    const api = testApi()
    const { front } = await addDoors(api)
    // noon UTC on Monday 2 March 2026 is 07:00 in the zone of the site
    const scheduleBlocks = { monday: [{ start: '06:30', end: '08:15' }] }
    const schedule = await api.call('POST', '/schedules', { body: { name: 'Early', scheduleBlocks } })
    await api.call('PUT', `/access-points/${front}`, { body: { unlockScheduleId: schedule.json.id } })
    expect((await api.call('GET', `/device-status/${front}`)).json).toMatchObject({
      accessPointScheduledState: 'UNLOCK',
      unlockSchedule: {
        id: schedule.json.id,
        name: 'Early',
        isScheduleBlockActive: true,
        nextTimeChange: '2026-03-02T13:15:00Z',
      },
    })
  })
})
