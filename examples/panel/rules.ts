import { createHash } from 'node:crypto'
import { type FrameChange, frameKinds, type PersonRecord, type Rules } from './types.ts'

/** JSON by RFC 8785, of values whose numbers are whole. */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`
}

const recordHash = (kind: string, record: object): bigint => {
  const digest = createHash('sha256')
    .update(`${kind}\n${canonicalJson(record)}`)
    .digest('hex')
  return BigInt(`0x${digest.slice(0, 32)}`)
}

/** Chapter "State hash" of docs/panel-protocol.md. It is made from the start each time: a large panel adds and subtracts. */
export const stateHash = (rules: Rules): string => {
  let sum = 0n
  for (const kind of [...frameKinds, 'users', 'credentials'] as const)
    for (const record of rules[kind] ?? []) sum += recordHash(kind, record)
  return (sum % 2n ** 128n).toString(16).padStart(32, '0')
}

/** The rules after a change of something else than people. */
export const withFrame = (rules: Rules, change: FrameChange): Rules => {
  const replaced = <One extends { id: number }>(before: One[], records: One[], removed: number[]): One[] => {
    const others = new Set([...removed, ...records.map(({ id }) => id)])
    return byId([...before.filter(({ id }) => !others.has(id)), ...records])
  }
  const { removed } = change
  return {
    ...rules,
    accessPoints: replaced(rules.accessPoints, change.accessPoints, removed.accessPoints),
    schedules: replaced(rules.schedules, change.schedules, removed.schedules),
    holidays: replaced(rules.holidays, change.holidays, removed.holidays),
    groups: replaced(rules.groups, change.groups, removed.groups),
    areas: replaced(rules.areas ?? [], change.areas ?? [], removed.areas ?? []),
  }
}

/** The rules after these records took the places of what they said of these people. */
export const withPeople = (rules: Rules, records: PersonRecord[]): Rules => {
  const last = new Map(records.map((record) => [record.id, record]))
  const added = [...last.values()].filter(({ user }) => user)
  return {
    ...rules,
    users: byId([...rules.users.filter(({ id }) => !last.has(id)), ...added.flatMap(({ user }) => user ?? [])]),
    credentials: byId([
      ...rules.credentials.filter(({ userId }) => !last.has(userId)),
      ...added.flatMap(({ credentials }) => credentials),
    ]),
  }
}

const byId = <One extends { id: number }>(all: One[]): One[] => [...all].sort((one, other) => one.id - other.id)
