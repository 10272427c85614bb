import { describe, expect, it } from 'vitest'
import type { CloudMessage } from '../../shared/panel-protocol/message.ts'
import { verifyKeys, verifyPosture } from '../../shared/panel-protocol/signing.ts'
import { addPairedPanel, type TestGateway, type TestPanel, testGateway } from '../support/gateway.ts'

const hold = async ({ call, deps }: TestGateway, accessPointId: number) => {
  // The panel of these tests answers when it is told to: nobody waits for it.
  const set = await call('POST', `/schedules/change-state/${accessPointId}`, {
    body: { endTimeMode: 'UNTIL_TIME', behavior: 'UNLOCK', endTime: new Date(deps.now() + 3_600_000).toISOString() },
  })
  expect(set.status).toBe(200)
}
const postures = async ({ cloud }: TestGateway, messages: readonly CloudMessage[]) => {
  const keys = await verifyKeys({ keys: [cloud.published] })
  const signed = messages.flatMap((message) => (message.type === 'posture' ? [verifyPosture(keys, message.jws)] : []))
  return (await Promise.all(signed)).flatMap((one) => (one.ok ? [one.value] : []))
}
const shown = async ({ call }: TestGateway, { panelId }: TestPanel) =>
  (await call('GET', `/control-panels/${panelId}`)).json.posture

describe('the posture of a panel', () => {
  it('goes out by the nudge, signed and whole, before commands and rules, once', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    await hold(gateway, panel.front)
    expect((await gateway.call('POST', `/access-points/${panel.back}/activate`)).status).toBe(200)
    await gateway.work(panel.panelId)
    await gateway.work(panel.panelId)
    const said = gateway.said('c1')
    expect(said.map(({ type }) => type)).toEqual(['posture', 'command'])
    expect(await postures(gateway, said)).toEqual([
      {
        panelId: panel.panelId,
        version: 1,
        overrides: [{ accessPointId: panel.front, behavior: 'unlock', endsAt: gateway.clock.now + 3_600_000 }],
        modes: { rest: 'normal', normal: [], lockdown: [], egress: [] },
        issuedAt: gateway.clock.now,
      },
    ])
    expect(await shown(gateway, panel)).toEqual({ desiredVersion: 1, sentVersion: 1, appliedVersion: 0 })
  })

  it('is shown as followed when the panel says so, with how its doors stand then', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    await hold(gateway, panel.front)
    await gateway.work(panel.panelId)
    await panel.speak('c1', {
      type: 'posture.applied',
      version: 1,
      ok: true,
      doors: [{ accessPointId: panel.front as never, state: 'unlocked' }],
    })
    expect(await shown(gateway, panel)).toEqual({ desiredVersion: 1, sentVersion: 1, appliedVersion: 1 })
    expect((await gateway.call('GET', `/device-status/${panel.front}`)).json).toMatchObject({
      accessPointState: 'UNLOCKED',
      accessPointScheduledState: 'UNLOCK',
      scheduleOverride: { endTimeMode: 'UNTIL_TIME', behavior: 'UNLOCK' },
    })
  })

  it('is sent again to a panel that says that it follows an older one, and not to one that follows it', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    await hold(gateway, panel.front)
    gateway.said('c1')
    expect(await postures(gateway, await panel.arrive('c2'))).toMatchObject([{ version: 1 }])
    await panel.speak('c2', panel.aHeartbeat())
    expect(await postures(gateway, gateway.said('c2'))).toMatchObject([{ version: 1 }])
    await panel.speak('c2', panel.aHeartbeat({ postureVersion: 1 }))
    expect(await postures(gateway, gateway.said('c2'))).toEqual([])
    expect(await shown(gateway, panel)).toMatchObject({ appliedVersion: 1 })
    // its store was wiped: it says 0 again
    expect(await postures(gateway, await panel.arrive('c3'))).toMatchObject([{ version: 1 }])
    expect(await postures(gateway, (await panel.ask([panel.aHeartbeat()])).messages)).toMatchObject([{ version: 1 }])
  })

  it('that the panel refused counts as not followed', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    await hold(gateway, panel.front)
    await panel.speak('c1', { type: 'posture.applied', version: 1, ok: false, error: 'bad_signature', doors: [] })
    expect(await shown(gateway, panel)).toMatchObject({ appliedVersion: 0 })
  })

  it('no longer names an override that is over', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    await hold(gateway, panel.front)
    gateway.clock.now += 3_600_000
    expect(await postures(gateway, await panel.arrive('c2'))).toMatchObject([{ version: 1, overrides: [] }])
  })
})
