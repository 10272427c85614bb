import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { corrupted, type Direction, FaultPlan, fateOf, unharmed } from '../../../local/simulator/frame-faults.ts'
import { PanelId } from '../../../shared/lib/ids.ts'
import { decodePanelMessage, encodeMessage } from '../../../shared/panel-protocol/message.ts'
import { signReceipt, verifyKeys, verifyReceipt } from '../../../shared/panel-protocol/signing.ts'
import { newSigner } from '../fake-cloud.ts'
import { frontDoor } from '../rules.ts'
import { newCommand, panelPath, until, usePanel } from './stage.ts'

const plan = (rates: object, seed = 7) => FaultPlan.parse({ seed, rates, maxDelayMs: 100 })
const every = { drop: 1, delay: 1, duplicate: 1, reorder: 1, corrupt: 1 }

describe('the fate of a frame', () => {
  it('depends on the seed, the panel, the direction and its number, and on nothing else', () => {
    const half = { drop: 0.5, delay: 0.5, duplicate: 0.5, reorder: 0.5, corrupt: 0.5 }
    const fates = (seed: number, serialNumber: string, direction: Direction) =>
      Array.from({ length: 64 }, (_, index) =>
        fateOf(plan({ toCloud: half, toPanel: half }, seed), serialNumber, direction, index + 1),
      )
    expect(fates(7, 'SP-1', 'toCloud')).toEqual(fates(7, 'SP-1', 'toCloud'))
    expect(fates(7, 'SP-1', 'toCloud')).not.toEqual(fates(8, 'SP-1', 'toCloud'))
    expect(fates(7, 'SP-1', 'toCloud')).not.toEqual(fates(7, 'SP-2', 'toCloud'))
    expect(fates(7, 'SP-1', 'toCloud')).not.toEqual(fates(7, 'SP-1', 'toPanel'))
  })

  it('is as often a fault as its rate says', () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), fc.constantFrom('toCloud' as const, 'toPanel' as const), (seed, direction) => {
        expect(fateOf(plan({}, seed), 'SP-1', direction, 1)).toEqual(unharmed)
        const worst = fateOf(plan({ [direction]: every }, seed), 'SP-1', direction, 1)
        expect(worst).toMatchObject({ dropped: true, copies: 2, held: true })
        expect(worst.delayMs).toBeGreaterThanOrEqual(1)
        expect(worst.delayMs).toBeLessThanOrEqual(100)
      }),
    )
    const rare = plan({ toCloud: { drop: 0.1 } })
    const dropped = Array.from({ length: 2_000 }, (_, index) => fateOf(rare, 'SP-1', 'toCloud', index)).filter(
      (one) => one.dropped,
    )
    expect(dropped.length).toBeGreaterThan(150)
    expect(dropped.length).toBeLessThan(250)
  })
})

describe('a corrupted frame', () => {
  it('that is signed has a worthless signature, wherever it is hit', async () => {
    const signer = await newSigner()
    const keys = await verifyKeys({ keys: [signer.published] })
    const { commandId } = newCommand()
    const receipt = { commandId, panelId: PanelId.parse(77), stage: 'received', at: 1 } as const
    const text = encodeMessage({ type: 'receipt', jws: await signReceipt(signer.signing, receipt) })
    for (let at = 0; at < 1; at += 0.003) {
      const spoiled = decodePanelMessage(corrupted(text, at))
      expect(spoiled.ok && spoiled.value.type).toBe('receipt')
      if (!spoiled.ok || spoiled.value.type !== 'receipt') continue
      expect((await verifyReceipt(keys, spoiled.value.jws)).ok, `at ${at}`).toBe(false)
    }
  })

  it('that is not signed cannot be read', () => {
    const text = encodeMessage({ type: 'status', doors: [{ accessPointId: frontDoor, state: 'locked' }] })
    for (let at = 0; at < 1; at += 0.1) expect(decodePanelMessage(corrupted(text, at)).ok).toBe(false)
  })
})

describe('a panel whose frames are lost, late, doubled, out of order and spoiled', () => {
  const { cloud, ready, present, fault, acked, storedEvents, doorOf, resultOf, stagesOf, request, summary, clock } = usePanel()
  const rough = { drop: 0.2, delay: 0.3, duplicate: 0.3, reorder: 0.2, corrupt: 0.1 }
  const frames = { kind: 'frames', seed: 11, maxDelayMs: 20 }

  for (const transport of ['socket', 'https'] as const) {
    it(`loses no event by ${transport}, and opens its door once for a command`, async () => {
      cloud().behaviour.refusesSockets = transport === 'https'
      await ready({ ackTimeoutMs: 250, answerTimeoutMs: 500 })
      await fault({ ...frames, rates: { toCloud: rough, toPanel: rough } })
      const command = newCommand()
      for (let count = 0; count < 40; count += 1) {
        await present()
        if (transport === 'socket') await cloud().command(command)
      }
      if (transport === 'socket') await resultOf(command.commandId)
      await fault({ kind: 'frames' })
      await acked()
      const sequences = storedEvents().map(({ sequence }) => sequence)
      expect(sequences.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
      expect(await doorOf(frontDoor)).toMatchObject({ pulses: transport === 'socket' ? 41 : 40 })
    })
  }

  it('shows the seed that it follows, also when nobody named one', async () => {
    await ready()
    expect(await fault({ ...frames, rates: {} })).toMatchObject({ faults: { plan: { seed: 11 }, frames: { toCloud: 0 } } })
    expect(await fault({ kind: 'frames', rates: {} })).toMatchObject({ faults: { plan: { seed: expect.any(Number) } } })
    expect(await fault({ kind: 'frames' })).not.toHaveProperty('faults.plan')
  })

  it('reports a result again when the receipts of it were lost', async () => {
    await ready()
    await fault({ kind: 'lose_receipt', count: 3 })
    const command = newCommand()
    await cloud().command(command)
    await until(async () => expect(await doorOf(frontDoor)).toMatchObject({ pulses: 1 }))
    expect(stagesOf(command.commandId)).toEqual([])
    await until(async () => {
      await clock(0)
      expect(stagesOf(command.commandId)).toContain('result')
    })
    expect(await doorOf(frontDoor)).toMatchObject({ pulses: 1 })
  })

  it('keeps its faults over a reboot', async () => {
    await ready()
    await fault({ ...frames, rates: { toCloud: { drop: 1 } } })
    await fault({ kind: 'reboot' })
    await until(async () => expect((await summary())?.transport).toBe('none'))
    expect((await request('GET', panelPath)).status).toBe(200)
    await fault({ kind: 'frames' })
    await until(async () => expect((await summary())?.transport).toBe('socket'))
  })
})
