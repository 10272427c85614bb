import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DemoApi } from '../../../local/demo/client.ts'
import { progressLine } from '../../../local/fleet/progress.ts'
import { type FleetPanel, registerPanels, serialNumberOf } from '../../../local/fleet/register.ts'
import { openRoster } from '../../../local/fleet/roster.ts'

/** An API that knows some panels already and numbers what is made. */
const apiWith = (known: { id: number; serialNumber: string }[]) => {
  const calls: string[] = []
  let last = 1_000
  // Each call is answered with what the API answers.
  const api = (async (method: string, path: string) => {
    calls.push(`${method} ${path}`)
    if (method === 'GET') {
      const offset = Number(new URLSearchParams(path.split('?')[1]).get('offset'))
      return { count: known.length, data: known.slice(offset, offset + 100) }
    }
    last += 1
    const again = /control-panels\/(\d+)\/pairing-code/.exec(path)?.[1]
    return { id: again ? Number(again) : last, pairingCode: `code-${last}` }
  }) as DemoApi
  return { api, calls }
}

describe('a fleet', () => {
  it('registers each panel once, with a door, also one that an earlier run did not note', async () => {
    const known = Array.from({ length: 150 }, (_, index) => ({ id: index + 1, serialNumber: `OTHER-${index}` }))
    const { api, calls } = apiWith([...known, { id: 700, serialNumber: serialNumberOf(2) }])
    const found: FleetPanel[] = []
    await registerPanels(api, 3, [1, 2, 3].map(serialNumberOf), (panel) => found.push(panel))
    expect(found.map(({ serialNumber }) => serialNumber).sort()).toEqual(['FLEET-0001', 'FLEET-0002', 'FLEET-0003'])
    expect(found.find(({ serialNumber }) => serialNumber === 'FLEET-0002')).toMatchObject({ id: 700 })
    expect(calls.filter((call) => call === 'POST /control-panels')).toHaveLength(2)
    expect(calls.filter((call) => call === 'POST /access-points')).toHaveLength(3)
  })

  it('asks for nothing when all are registered', async () => {
    const { api, calls } = apiWith([])
    await registerPanels(api, 3, [], () => expect.fail('There is none to register'))
    expect(calls).toEqual([])
  })

  it('shows in one line how it stands', () => {
    const progress = {
      panels: 4,
      connected: 3,
      versions: { 0: 1, 2: 3 },
      results: 5,
      unreported: 1,
      events: 9,
      bufferedEvents: 2,
    }
    const line = progressLine(progress, 61.2, 4 * 1_024 * 1_024)
    expect(line).toBe(
      '  61 s · connected 3 of 4 · versions 1 at 0, 3 at 2 · results 5 (1 not acknowledged) · events 9 (2 buffered) · 4 MB, 1024 KB a panel',
    )
  })
})

describe('the roster of a fleet', () => {
  let directory: string
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'fleet-'))
  })
  afterEach(() => rmSync(directory, { recursive: true, force: true }))

  it('knows in the next run what was registered, though a run was killed in the middle of a line', () => {
    const panel = { id: 7, serialNumber: serialNumberOf(1), pairingCode: 'abc', accessPointId: 8 }
    const roster = openRoster(directory)
    expect(roster.siteId()).toBeUndefined()
    roster.useSite(1, 3)
    roster.add(panel)
    appendFileSync(join(directory, 'panels.jsonl'), '{"id": 9, "serial')
    const next = openRoster(directory)
    expect(next.siteId()).toBe(3)
    expect(next.panel('FLEET-0001')).toEqual(panel)
    expect(next.panel('FLEET-0002')).toBeUndefined()
    next.add({ ...panel, id: 10, serialNumber: serialNumberOf(2) })
    expect(openRoster(directory).panel('FLEET-0002')).toMatchObject({ id: 10 })
  })
})
