import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type CompilerDeps, compilePanel } from '../../functions/config-compiler/compile-panel.ts'
import { PanelRules } from '../../shared/domain/access/decisions/rules.ts'
import type { PanelPresence } from '../../shared/domain/devices/panels/entity.ts'
import { AccountId, PanelId } from '../../shared/lib/ids.ts'
import { unheard } from '../../shared/storage/devices/panels.ts'
import { presenceStore } from '../../shared/storage/devices/presence.ts'
import { presenceKey } from '../../shared/storage/keys/devices.ts'
import { someSources } from '../domain/devices/panels/some-sources.ts'
import { memoryTable } from '../fakes/memory-table.ts'

const accountId = AccountId.parse(9)
const panelId = PanelId.parse(1)

/** What is stored: the group that may pass a door has one of a few settings, and `change` counts the changes. */
type Stored = { change: number; immune: boolean; keypad: boolean }

/** One panel, what is stored for it, and compilers over both. Every instant of the clock is two seconds after the one before. */
const world = async () => {
  const table = memoryTable()
  const presences = presenceStore(table)
  await table.write([{ put: { ...presenceKey(accountId, panelId), ...unheard(panelId) } }])
  let clock = 0
  const now = () => {
    clock += 2_000
    return clock
  }
  const stored: Stored = { change: 0, immune: false, keypad: false }
  const read = async () => {
    const sources = someSources()
    const settings = { immuneToAntipassback: stored.immune, keypadUnlock: stored.keypad }
    return { ...sources, groups: sources.groups.map((group) => ({ ...group, ...settings })) }
  }
  const bodies = new Map<number, { rules: PanelRules; change: number }>()
  const deps: CompilerDeps = {
    presences,
    now,
    panelWork: { nudge: async () => undefined },
    ruleSources: { of: read },
    snapshots: { put: async () => undefined, url: async () => 'http://127.0.0.1/unused' },
  }
  const presence = async (): Promise<PanelPresence> => {
    const found = await presences.get(accountId, panelId)
    if (!found) throw new Error('The panel is there')
    return found
  }
  return { deps, stored, bodies, presence, now }
}

it('however changes and compiles interleave, versions are published in order, the last state wins, and no compile is made for nothing', async () => {
  const change = fc.record({ immune: fc.boolean(), keypad: fc.boolean(), again: fc.boolean(), revokes: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(change, { minLength: 1, maxLength: 8 }), async (scheduler, changes) => {
      const { deps, stored, bodies, presence, now } = await world()
      const step = (label: string) => scheduler.schedule(Promise.resolve(), label)
      const published: number[] = []

      /** One compile, whose every step waits until the scheduler lets it go on. */
      const compile = async (knownAt: number, revokes: boolean) => {
        let version = 0
        let change = 0
        const stepped: CompilerDeps = {
          ...deps,
          presences: {
            ...deps.presences,
            reserveVersion: async (...wanted) => {
              await step('reserve')
              const reserved = await deps.presences.reserveVersion(...wanted)
              version = reserved?.reservedVersion ?? 0
              return reserved
            },
            settleUnchanged: async (...wanted) => {
              await step('settle')
              return deps.presences.settleUnchanged(...wanted)
            },
            publish: async (...wanted) => {
              await step('publish')
              const done = await deps.presences.publish(...wanted)
              if (done) published.push(version)
              return done
            },
          },
          ruleSources: {
            of: async (...wanted) => {
              await step('read')
              change = stored.change
              return deps.ruleSources.of(...wanted)
            },
          },
          snapshots: {
            ...deps.snapshots,
            put: async (_account, _panel, at, body) => {
              await step('put')
              bodies.set(at, { rules: PanelRules.parse(JSON.parse(gunzipSync(body).toString())), change })
            },
          },
        }
        while ((await compilePanel(stepped, accountId, panelId, { knownAt, revokes })) === 'under-way') await step('again')
        // whoever ends has moved the panel on, or somebody later has
        expect((await presence()).settledVersion).toBeGreaterThanOrEqual(version)
      }

      const compiles: Promise<void>[] = []
      const changing = (async () => {
        for (const { again, revokes, ...next } of changes) {
          await step('change')
          Object.assign(stored, next, { change: stored.change + 1 })
          const knownAt = now()
          // queues bring a message twice now and then
          compiles.push(compile(knownAt, revokes), ...(again ? [compile(knownAt, revokes)] : []))
        }
      })()
      await scheduler.waitFor(changing)
      await scheduler.waitFor(Promise.all(compiles))

      expect(published).toEqual([...published].sort((one, other) => one - other))
      const known = published.map((version) => bodies.get(version)?.change ?? 0)
      expect(known).toEqual([...known].sort((one, other) => one - other))
      const last = bodies.get((await presence()).published?.version ?? 0)
      const { immune, keypad } = stored
      expect(last?.rules.groups).toMatchObject([{ immuneToAntipassback: immune, keypadUnlock: keypad }])
    }),
    { numRuns: 300 },
  )
}, 60_000)

it('a change that is taken back wins over the compile that saw it, though the rules say what they said before', async () => {
  const { deps, stored, bodies, presence } = await world()
  const put = async (_account: AccountId, _panel: PanelId, version: number, body: Uint8Array) => {
    bodies.set(version, { rules: PanelRules.parse(JSON.parse(gunzipSync(body).toString())), change: 0 })
  }
  const keeping: CompilerDeps = { ...deps, snapshots: { ...deps.snapshots, put } }
  await compilePanel(keeping, accountId, panelId)
  const first = (await presence()).published
  stored.keypad = true
  // taken back, and the compile for that ends its reading, before the first one publishes
  const second: CompilerDeps = {
    ...keeping,
    snapshots: {
      ...keeping.snapshots,
      put: async (...wanted) => {
        await put(...wanted)
        stored.keypad = false
        const third = await deps.presences.reserveVersion(accountId, panelId, deps.now())
        expect(third).toMatchObject({ reservedVersion: 3, published: { version: 1 } })
      },
    },
  }
  expect(await compilePanel(second, accountId, panelId)).toBe('published')
  // the third was reserved while the first version was published
  const reservedBefore: CompilerDeps = {
    ...keeping,
    presences: {
      ...deps.presences,
      reserveVersion: async (...wanted) => {
        const now = await presence()
        return now.reservedVersion === 3 && first ? { ...now, published: first } : deps.presences.reserveVersion(...wanted)
      },
    },
    // it is late once: what it read may be older than what was published meanwhile, so it draws a version and reads again
    snapshots: {
      ...keeping.snapshots,
      put: async (...wanted) => {
        await put(...wanted)
        await deps.presences.reserveVersion(accountId, panelId, deps.now())
      },
    },
  }
  expect(await compilePanel(reservedBefore, accountId, panelId)).toBe('published')
  expect((await presence()).published).toMatchObject({ version: 5 })
  expect(bodies.get(5)?.rules.groups).toMatchObject([{ keypadUnlock: false }])
})

it('what was taken away does not come back by a higher version whose compile read before that', async () => {
  const { deps, stored, presence, bodies } = await world()
  stored.keypad = true
  await compilePanel(deps, accountId, panelId)
  const earlier = await deps.presences.reserveVersion(accountId, panelId, deps.now())
  let isLate = true
  const later: CompilerDeps = {
    ...deps,
    snapshots: {
      ...deps.snapshots,
      put: async (_account, _panel, version, body) => {
        bodies.set(version, { rules: PanelRules.parse(JSON.parse(gunzipSync(body).toString())), change: 0 })
        if (!isLate) return
        isLate = false
        // this compile has read; then access is taken away, and the compile with the lower version reads and publishes that
        stored.keypad = false
        const next = { version: earlier?.reservedVersion ?? 0, sha256: 'a', bytes: 1, rulesHash: 'without keypads' }
        expect(await deps.presences.publish(accountId, panelId, next, deps.now(), earlier?.published)).toBeDefined()
      },
    },
  }
  stored.immune = true
  expect(await compilePanel(later, accountId, panelId)).toBe('published')
  const { published } = await presence()
  expect(published?.version).toBe(4)
  expect(bodies.get(4)?.rules.groups).toMatchObject([{ keypadUnlock: false, immuneToAntipassback: true }])
})

it('a panel whose rules change during every compile still gets each compile’s version', async () => {
  const { deps, stored, presence } = await world()
  const published = []
  for (let round = 0; round < 20; round += 1) {
    stored.keypad = !stored.keypad
    const overtaking: CompilerDeps = {
      ...deps,
      // another change comes and its compile begins while this one puts its rules into the bucket
      snapshots: { ...deps.snapshots, put: async () => void (await deps.presences.reserveVersion(accountId, panelId, 0)) },
    }
    expect(await compilePanel(overtaking, accountId, panelId)).toBe('published')
    published.push((await presence()).published?.version)
  }
  expect(published).toEqual(Array.from({ length: 20 }, (_, round) => 2 * round + 1))
})
