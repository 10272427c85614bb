import { describe, expect, it } from 'vitest'
import { PanelId } from '../../../shared/lib/ids.ts'
import { newSigner } from '../fake-cloud.ts'
import { rulesOf } from '../rules.ts'
import { until, usePanel } from './stage.ts'

const { cloud, powerOn, powerOff, status, applied, ready, present } = usePanel()

describe('rules', () => {
  const refusal = (version: number) =>
    until(() => {
      const report = cloud()
        .heardOf('config.applied')
        .find((one) => one.version === version)
      expect(report).toBeDefined()
      return report
    })

  it('are refused when they are for another panel, altered, unreadable, or signed by a stranger; the old ones stay', async () => {
    await ready()
    await cloud().announce(rulesOf(2), { panelId: PanelId.parse(78) })
    expect(await refusal(2)).toMatchObject({ ok: false, error: expect.stringContaining('wrong_panel') })
    await cloud().announce(rulesOf(3), { sha256: 'ab'.repeat(32) })
    expect(await refusal(3)).toMatchObject({ ok: false, error: expect.stringContaining('wrong_hash') })
    await cloud().announce(rulesOf(4), { body: Buffer.from('not gzip') })
    expect(await refusal(4)).toMatchObject({ ok: false, error: expect.stringContaining('malformed_rules') })
    await cloud().announce(rulesOf(5), { signer: (await newSigner()).signing })
    expect(await refusal(5)).toMatchObject({ ok: false, error: expect.stringContaining('bad_signature') })
    expect(await status()).toMatchObject({ appliedVersion: 1, connected: true })
    expect(await present()).toMatchObject({ decision: 'granted', configVersion: 1 })
  })

  it('are fetched again when they are out of reach for a moment, and not for ever when they stay so', async () => {
    await ready()
    cloud().behaviour.configFailures = 2
    await cloud().announce(rulesOf(2))
    await applied(2)
    cloud().behaviour.configFailures = 4
    await cloud().announce(rulesOf(3))
    expect(await refusal(3)).toMatchObject({ ok: false, error: expect.stringContaining('unreachable: The cloud answered 503') })
  })

  it('are not taken when they say something else than the hash that was signed', async () => {
    await ready()
    await cloud().announce(rulesOf(2), { stateHash: 'ab'.repeat(16) })
    expect(await refusal(2)).toMatchObject({ ok: false, error: expect.stringContaining('another hash') })
  })

  it('are not fetched when the panel knows what they say', async () => {
    await ready()
    cloud().behaviour.configFailures = 99
    await cloud().announce({ ...rulesOf(1), version: 2 })
    await applied(2)
    expect(await present()).toMatchObject({ decision: 'granted', configVersion: 2 })
    await powerOff()
    await powerOn()
    expect(await present()).toMatchObject({ decision: 'granted', configVersion: 2 })
  })

  it('never go back to an older version', async () => {
    await ready()
    await cloud().announce(rulesOf(5))
    await applied(5)
    await cloud().announce(rulesOf(4))
    expect(await refusal(4)).toMatchObject({ ok: false, error: expect.stringContaining('older_version') })
    expect((await status()).appliedVersion).toBe(5)
    expect(await present()).toMatchObject({ configVersion: 5 })
  })

  it('are kept over a restart of the program, and decide without the cloud', async () => {
    await ready()
    await powerOff()
    await cloud().stop()
    await powerOn()
    expect(await present()).toMatchObject({ decision: 'granted', configVersion: 1 })
    expect(await status()).toMatchObject({ connected: false, appliedVersion: 1 })
  })

  it('are taken from a new signing key, which the panel asks its cloud for', async () => {
    await ready()
    await cloud().rotateKeys()
    await cloud().announce(rulesOf(2))
    await applied(2)
  })
})
