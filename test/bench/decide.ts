import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { decide } from '../../shared/domain/access/decisions/decide.ts'
import type { Presented } from '../../shared/domain/access/decisions/decision.ts'
import { type IndexedRules, indexRules } from '../../shared/domain/access/decisions/index-rules.ts'
import { PanelRules } from '../../shared/domain/access/decisions/rules.ts'
import { AccessPointId } from '../../shared/lib/ids.ts'
import { officeWeek } from '../domain/access/decisions/some-rules.ts'

const noon = Date.UTC(2025, 5, 18, 16)
const decisionsPerRound = 20_000
const rounds = 15

const rulesWith = (credentials: number): PanelRules =>
  PanelRules.parse({
    formatVersion: 2,
    accountId: 1,
    panelId: 1,
    version: 1,
    compiledAt: 0,
    accessPoints: [1, 2].map((id) => ({
      id,
      name: 'Door',
      siteId: 1,
      timeZone: 'America/New_York',
      twoFactorEnabled: false,
      activationEnabled: true,
      pulseSeconds: 5,
      rules: [{ subject: { kind: 'group', groupId: 1 }, scheduleId: 1 }],
    })),
    schedules: [{ id: 1, name: 'Office hours', week: officeWeek, exceptions: [], holidaySource: { kind: 'site' } }],
    holidays: [],
    groups: [{ id: 1, keypadUnlock: false, immuneToAntipassback: false, excludedFromLockdown: false }],
    users: Array.from({ length: credentials }, (_, index) => ({
      id: index + 1,
      suspended: false,
      groupIds: [1],
      pin: pinAt(index),
    })),
    credentials: Array.from({ length: credentials }, (_, index) => ({
      id: index + 1,
      encoded: encodedAt(index),
      bits: 26,
      userId: index + 1,
    })),
  })

const pinAt = (index: number): string => String(100_000 + index)
const encodedAt = (index: number): string => (0x2000000 + index * 97).toString(16)

/** Different cards in a scattered order, every tenth unknown: as they come at a door, not as they lie in memory. */
const presentations = (credentials: number): Presented[] =>
  Array.from({ length: decisionsPerRound }, (_, index) => ({
    accessPointId: AccessPointId.parse(1 + (index % 2)),
    encodedCredential: index % 10 === 0 ? `1${index.toString(16)}` : encodedAt((index * 7919) % credentials),
  }))

const microsecondsPerDecision = (rules: IndexedRules, presented: readonly Presented[]): number => {
  const begin = process.hrtime.bigint()
  for (const one of presented) decide(rules, one, noon)
  return Number(process.hrtime.bigint() - begin) / 1000 / presented.length
}

const median = (all: readonly number[]): number => [...all].sort((one, other) => one - other)[Math.floor(all.length / 2)] ?? 0

/** What a decision costs with few and with many credentials, and the one as a multiple of the other: at most 1.5 (design, budgets). */
export type DecideBench = { fewMicroseconds: number; manyMicroseconds: number; ratio: number }

/** Measures both in turns, so that what else the machine does falls on both; the medians are compared. */
export const benchDecide = (few = 2_000, many = 200_000): DecideBench => {
  const sides = [few, many].map((credentials) => ({
    rules: indexRules(rulesWith(credentials)),
    presented: presentations(credentials),
    times: [] as number[],
  }))
  for (let round = -3; round < rounds; round += 1)
    for (const side of sides) {
      const time = microsecondsPerDecision(side.rules, side.presented)
      if (round >= 0) side.times.push(time)
    }
  const [fewMicroseconds = 0, manyMicroseconds = 0] = sides.map((side) => median(side.times))
  return { fewMicroseconds, manyMicroseconds, ratio: manyMicroseconds / fewMicroseconds }
}

/** What the rules of a panel hold in memory for each credential with its holder and a PIN, in bytes: at most 64. */
export const bytesPerCredential = (credentials = 200_000): number => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const used = (): number => {
    collect()
    collect()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + arrayBuffers
  }
  // in a function of its own: a frame keeps what it has passed on alive
  const build = () => indexRules(rulesWith(credentials))
  const before = used()
  const rules = build()
  const bytes = (used() - before) / credentials
  // the rules are used afterwards, so that they are not collected before
  return rules.accessPoints.size === 0 ? Number.NaN : bytes
}
