import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AccessPointId } from '../../shared/lib/ids.ts'
import { encodeMessage } from '../../shared/panel-protocol/message.ts'
import { signPosture } from '../../shared/panel-protocol/signing.ts'
import { personAt, play, shortCommand, until } from '../support/fault-actions.ts'
import { type FaultRun, startFaultRun } from '../support/fault-run.ts'
import { newKey } from '../support/gateway.ts'
import { seeded } from '../support/seeded.ts'

/** `FAULT_SEED` repeats a run: the seed stands in the name of the test. `FAULT_ROUNDS` makes it longer. */
const seed = Number(process.env.FAULT_SEED ?? randomInt(2 ** 32))
const rounds = Number(process.env.FAULT_ROUNDS ?? 20)

let run: FaultRun
beforeAll(async () => {
  run = await startFaultRun(seed)
})
afterAll(() => run.stop())

describe('panels and a cloud that fail in every way at once', () => {
  it(`lose and double nothing, and open no door late, twice or for somebody who was revoked (seed ${seed})`, async () => {
    const { cloud, panels, said } = run
    const doors = panels.map(({ place }) => place.back)
    const stays = await personAt(cloud.call, doors, 'Stays', 329)
    const leaves = await personAt(cloud.call, doors, 'Leaves', 330)
    const first = await run.compiled()
    for (const [index, { host }] of panels.entries())
      await until(async () => expect((await host.status()).appliedVersion).toBe(first[index]))
    await run.begin()

    let revoked: number[] = []
    const chances = new Map(panels.map((panel) => [panel, seeded(seed, panel.weakness)]))
    for (let round = 0; round < rounds; round += 1) {
      const before = said.length
      const cards = [stays.card, leaves.card]
      await Promise.all([...chances].map(([panel, chance]) => play(cloud, said, panel, cards, chance)))
      if (round === Math.floor(rounds / 3)) {
        await cloud.call('PUT', `/users/${leaves.userId}/suspended`, { body: { suspended: true } })
        revoked = await run.compiled()
      }
      if (round === Math.floor(rounds / 2)) await cloud.call('POST', '/emergency-scenarios/default-lockdown/initiate')
      if (round === Math.floor((2 * rounds) / 3)) await cloud.call('POST', '/emergency-scenarios/clear-all')
      await until(() => expect(said.length).toBeGreaterThan(before))
    }
    await run.settled()

    const events = run.storedEvents()
    expect(new Set(events.map(({ uuid }) => uuid)).size).toBe(events.length)
    for (const [index, { host, place, presented, ordered }] of panels.entries()) {
      const { epoch, nextSequence } = await host.summary()
      const sequences = events
        .flatMap(({ panel }) => (panel?.panelId === place.controlPanelId && panel.epoch === epoch ? [panel.sequence] : []))
        .sort((one, other) => one - other)
      expect(sequences).toEqual(Array.from({ length: nextSequence - 1 }, (_, count) => count + 1))
      expect(presented.length).toBeLessThanOrEqual(nextSequence - 1)

      const forCommands = host.pulses().filter(({ commandId }) => commandId !== undefined)
      expect(new Set(forCommands.map(({ commandId }) => commandId)).size).toBe(forCommands.length)
      for (const { commandId = '', at, accessPointId } of forCommands) {
        expect(accessPointId).toBe(place.front)
        expect(at).toBeLessThanOrEqual(ordered.get(commandId)?.notAfter ?? expect.fail(`Nobody ordered ${commandId}`))
      }
      const granted = presented.filter(({ decision }) => decision === 'granted')
      expect(host.pulses().length - forCommands.length).toBe(granted.length)
      const known = presented.filter(({ card, configVersion }) => card === leaves.card && configVersion >= (revoked[index] ?? 0))
      expect(known.filter(({ decision }) => decision !== 'denied')).toEqual([])
      expect(
        (await host.present({ accessPointId: AccessPointId.parse(place.back), encodedCredential: leaves.card }, undefined))
          .decision,
      ).toBe('denied')

      const moved = new Set(forCommands.map(({ commandId }) => commandId))
      const commands = run.storedCommands().filter(({ panelId }) => panelId === place.controlPanelId)
      for (const { id, state, reason } of commands) {
        if (state === 'succeeded') expect(moved).toContain(id)
        else if (moved.has(String(id))) expect({ state, reason }).toEqual({ state: 'failed', reason: 'interrupted' })
      }
    }
  }, 120_000)

  it('believe nothing that is replayed or forged', async () => {
    const { cloud, panels, said, heard, assertions } = run
    const [victim, other] = [panels[0] ?? expect.fail('no panel'), panels[3] ?? expect.fail('no panel')]
    const foreign = await newKey()
    const moved = () => panels.map(({ host }) => host.pulses().length)
    const states = () => run.storedCommands().map(({ id, state }) => `${id} ${state}`)
    const replay = () => {
      for (const text of [...said]) cloud.push(text)
    }
    const all = () => ({ moved: moved(), states: states(), events: run.storedEvents().length })
    // What was lost on the line, or in a crash, comes for the first time now. After that nothing is new.
    let before = all()
    await until(async () => {
      replay()
      await run.settled()
      const seen = before
      before = all()
      expect(before).toEqual(seen)
    })

    replay()
    const chance = seeded(seed, 'forged')
    const forged = await shortCommand(foreign.signing, victim, chance, 60_000)
    cloud.push(forged.text)
    await until(() =>
      expect(run.receipts().map(({ claims }) => claims)).toContainEqual(
        expect.objectContaining({ commandId: forged.command.commandId, reason: 'bad_signature' }),
      ),
    )
    const panelId = forged.command.panelId
    const version = 1_000
    const modes = { rest: 'egress' as const, normal: [], lockdown: [], egress: [] }
    const posture = { panelId, version, overrides: [], modes, issuedAt: Date.now() }
    cloud.push(encodeMessage({ type: 'posture', version, jws: await signPosture(foreign.signing, posture) }))
    await until(() =>
      expect(heard.filter((text) => text.includes('bad_signature') && text.includes('"version":1000'))).not.toEqual([]),
    )

    const used = assertions.slice(-20)
    for (const authorization of used) expect((await run.ask(authorization, [])).status).toBe(401)
    const assertion = await run.freshAssertion(other)
    expect((await run.ask(`${assertion.slice(0, -6)}AAAAAA`, [])).status).toBe(401)
    const own = run.receipts().flatMap(({ message, claims }) => (claims.panelId === panelId ? [message] : []))
    expect(own.length).toBeGreaterThan(0)
    const answer = await run.ask(assertion, own.slice(0, 60))
    expect(answer.status).toBe(200)
    const { messages } = (await answer.json()) as { messages: { type: string }[] }
    expect(messages.map(({ type }) => type)).toEqual(own.slice(0, 60).map(() => 'error'))

    await run.settled()
    expect(all()).toEqual(before)
  }, 60_000)
})
