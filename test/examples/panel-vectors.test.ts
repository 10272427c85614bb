import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { decide, standsUnlocked } from '../../examples/panel/decide.ts'
import { canonicalJson, stateHash, withFrame, withPeople } from '../../examples/panel/rules.ts'
import { enabledUntil, isOpen } from '../../examples/panel/schedule.ts'
import type { FrameChange, Memory, PersonRecord, Posture, Presented, Rules } from '../../examples/panel/types.ts'

type Vectors = {
  canonicalJson: { value: unknown; canonical: string }[]
  rules: { body: Rules; gzip: string; stateHash: string }
  delta: { frame: FrameChange; people: PersonRecord[]; stateHash: string }
  decisions: { about: string; presented: Presented; at: number; posture?: Posture; memory?: Memory; outcome: object }[]
  schedules: { scheduleId: number; at: number; instant: string; isOpen: boolean; grantEnablesUntil?: number | null }[]
  doors: {
    accessPointId: number
    floor?: { liftId: number }
    posture: Posture
    at: number
    isScheduleOpen: boolean
    isFireAlarm: boolean
    state: string
  }[]
}
// The file is what the code of the cloud gives: test/panel/protocol/vectors.test.ts.
const vectors = JSON.parse(readFileSync(join(import.meta.dirname, '../../docs/vectors/panel-protocol.json'), 'utf8')) as Vectors
const rules = JSON.parse(gunzipSync(Buffer.from(vectors.rules.gzip, 'base64')).toString('utf8')) as Rules

it('the example of a panel writes canonical JSON and hashes its rules as the cloud does', () => {
  for (const { value, canonical } of vectors.canonicalJson) expect(canonicalJson(value)).toBe(canonical)
  expect(stateHash(rules)).toBe(vectors.rules.stateHash)
  expect(stateHash(withPeople(withFrame(rules, vectors.delta.frame), vectors.delta.people))).toBe(vectors.delta.stateHash)
})

it.each(vectors.decisions)('the example of a panel decides as the cloud does: $about', (vector) => {
  const { presented, at, posture, memory = { enabledUntil: {} }, outcome } = vector
  const normal: Posture = { overrides: [], modes: { rest: 'normal', normal: [], lockdown: [], egress: [] } }
  const decided = decide(rules, presented, at, posture ?? normal, memory)
  const { scheduleId: _schedule, relays: _relays, passesLeft: _left, ...expected } = outcome as Record<string, unknown>
  expect(decided).toEqual(expected)
})

it.each(vectors.schedules)('the example of a panel reads schedule $scheduleId at $instant', (vector) => {
  const { scheduleId, at, grantEnablesUntil } = vector
  const schedule = rules.schedules.find(({ id }) => id === scheduleId) ?? expect.fail()
  const holidays = rules.holidays.filter(({ siteId }) => siteId === undefined || siteId === 3)
  const until = enabledUntil(schedule, holidays, 'Europe/Berlin', at)
  if (grantEnablesUntil !== undefined) expect(until ?? null).toBe(grantEnablesUntil)
  expect(isOpen(schedule, holidays, 'Europe/Berlin', at, until)).toBe(vector.isOpen)
})

it.each(vectors.doors)('the example of a panel lets a door stand $state', ({ accessPointId: id, floor, ...vector }) => {
  const held = { id, ...(floor ? { floor } : {}) }
  const isUnlocked = standsUnlocked(vector.posture, held, vector.at, vector.isScheduleOpen, vector.isFireAlarm)
  expect(isUnlocked ? 'unlocked' : 'locked').toBe(vector.state)
})

it('the example of a panel imports nothing of this project', () => {
  const folder = join(import.meta.dirname, '../../examples/panel')
  const imported = globSync('*.ts', { cwd: folder }).flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/from '([^']+)'/g)].map(([, specifier = '']) => specifier),
  )
  const others = imported.filter((specifier) => !/^(\.\/[\w-]+\.ts|node:[\w/]+)$/.test(specifier))
  expect([...new Set(others)].sort()).toEqual(['jose', 'ws'])
})
