import { describe, expect, it } from 'vitest'
import { SimulatorSettings } from '../../../local/simulator/settings.ts'

const good = {
  controlPort: 8082,
  cloudUrl: 'http://127.0.0.1:8080/',
  dataDir: 'data',
  panels: [{ serialNumber: 'SP-1', pairingCode: 'x' }],
}

describe('the settings of the simulator', () => {
  it('need say no more than where things are', () => {
    expect(SimulatorSettings.parse(good)).toMatchObject({ cloudUrl: 'http://127.0.0.1:8080', timing: { ackTimeoutMs: 5_000 } })
    expect(SimulatorSettings.parse({ ...good, timing: { pollMs: 7 } }).timing).toMatchObject({ pollMs: 7, ackTimeoutMs: 5_000 })
  })

  it('are refused by the name of the field that is wrong', () => {
    const wrong: [object, string][] = [
      [{ controlPort: 70_000 }, 'controlPort'],
      [{ cloudUrl: 'ftp://x' }, 'cloudUrl'],
      [{ dataDir: '' }, 'dataDir'],
      [{ panels: [{ serialNumber: '', pairingCode: 'x' }] }, 'panels.0.serialNumber'],
      [{ panels: [...good.panels, ...good.panels] }, 'panels.1.serialNumber'],
      [{ timing: { pollMs: 0 } }, 'timing.pollMs'],
    ]
    for (const [change, field] of wrong) {
      const parsed = SimulatorSettings.safeParse({ ...good, ...change })
      expect(parsed.error?.issues[0]?.path.join('.')).toBe(field)
    }
  })
})
