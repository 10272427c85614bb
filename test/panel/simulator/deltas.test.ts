import { describe, expect, it } from 'vitest'
import { PersonRecord } from '../../../shared/domain/access/decisions/entity.ts'
import { withPeople } from '../../../shared/domain/access/decisions/person-record.ts'
import { hashText, stateHash } from '../../../shared/domain/access/decisions/state-hash.ts'
import { PanelId } from '../../../shared/lib/ids.ts'
import { newSigner } from '../fake-cloud.ts'
import { goodCard, rulesOf } from '../rules.ts'
import { until, usePanel } from './stage.ts'

const { cloud, powerOn, powerOff, status, applied, ready, present } = usePanel()

/** The one person of the rules, suspended or not, with the one card. */
const person = (suspended: boolean) =>
  PersonRecord.parse({
    id: 30,
    user: { id: 30, suspended, groupIds: [10] },
    credentials: [{ id: 40, encoded: goodCard, userId: 30 }],
  })

const report = (version: number) =>
  until(() => {
    const found = cloud()
      .heardOf('config.applied')
      .find((one) => one.version === version)
    expect(found).toBeDefined()
    return found
  })

describe('a delta', () => {
  it('changes what the panel decides by, and its hash, and outlives a restart', async () => {
    await ready()
    await cloud().sendDelta({ base: 1, version: 2, people: [person(true)] })
    const hash = hashText(stateHash(withPeople(rulesOf(1), [person(true)])))
    expect(await report(2)).toEqual({ type: 'config.applied', version: 2, ok: true, stateHash: hash })
    expect(await present()).toMatchObject({ decision: 'denied', reason: 'user_suspended', configVersion: 2 })
    await powerOff()
    await powerOn()
    expect(await present()).toMatchObject({ decision: 'denied', reason: 'user_suspended', configVersion: 2 })
    await until(() => expect(cloud().heardOf('hello').at(-1)).toMatchObject({ appliedVersion: 2, stateHash: hash }))
    await cloud().sendDelta({ base: 2, version: 3, people: [person(false)] })
    await applied(3)
    expect(await present()).toMatchObject({ decision: 'granted' })
  })

  it('takes a person out of the rules, with all that they hold', async () => {
    await ready()
    await cloud().sendDelta({ base: 1, version: 2, people: [PersonRecord.parse({ id: 30, credentials: [] })] })
    await applied(2)
    expect(await present()).toMatchObject({ decision: 'denied', reason: 'unknown_credential' })
  })

  it('that skips something makes the panel ask, and one that it knows changes nothing', async () => {
    await ready()
    const before = cloud().heardOf('heartbeat').length
    await cloud().sendDelta({ base: 3, version: 4, people: [person(true)] })
    await until(() => expect(cloud().heardOf('heartbeat').length).toBeGreaterThan(before))
    expect(await present()).toMatchObject({ decision: 'granted', configVersion: 1 })
    // what comes then may begin before what the panel has by now
    await cloud().sendDelta({ base: 1, version: 2, people: [person(false)] })
    await applied(2)
    await cloud().sendDelta({ base: 1, version: 4, people: [person(true)] })
    await applied(4)
    await cloud().sendDelta({ base: 1, version: 2, people: [person(false)] })
    await until(() =>
      expect(
        cloud()
          .heardOf('config.applied')
          .filter(({ version }) => version === 4),
      ).toHaveLength(2),
    )
    expect(await present()).toMatchObject({ decision: 'denied', reason: 'user_suspended', configVersion: 4 })
  })

  it('is refused for another panel, under another version than was signed, or from a stranger', async () => {
    await ready()
    await cloud().sendDelta({ base: 1, version: 2, people: [person(true)] }, { panelId: PanelId.parse(78) })
    expect(await report(2)).toMatchObject({ ok: false, error: expect.stringContaining('wrong_panel') })
    await cloud().sendDelta({ base: 1, version: 3, people: [person(true)] }, { version: 4 })
    expect(await report(3)).toMatchObject({ ok: false, error: expect.stringContaining('bad_signature') })
    await cloud().sendDelta({ base: 1, version: 5, people: [person(true)] }, { signer: (await newSigner()).signing })
    expect(await report(5)).toMatchObject({ ok: false, error: expect.stringContaining('bad_signature') })
    expect(await status()).toMatchObject({ appliedVersion: 1 })
  })

  it('is over with the snapshot that follows it', async () => {
    await ready()
    await cloud().sendDelta({ base: 1, version: 2, people: [person(true)] })
    await applied(2)
    await cloud().announce(rulesOf(3))
    await applied(3)
    expect(await present()).toMatchObject({ decision: 'granted', configVersion: 3 })
    await powerOff()
    await powerOn()
    expect(await present()).toMatchObject({ decision: 'granted', configVersion: 3 })
  })
})
