import { lastOfEach, type PersonRecord } from './entity.ts'
import type { PanelCredential, PanelUser } from './rules.ts'

/** The people of a panel, each with what they hold. */
type People = { users: PanelUser[]; credentials: PanelCredential[] }

/** The people of a panel as records, in the order of their ids. */
export const personRecords = ({ users, credentials }: Readonly<People>): PersonRecord[] => {
  const held = Map.groupBy(credentials, ({ userId }) => userId)
  return byId(users).map((user) => ({ id: user.id, user, credentials: byId(held.get(user.id) ?? []) }))
}

/** The people of a panel after these records took their places; of several for one person the last. Everything is in the order of the ids. */
export const withPeople = <All extends People>(all: All, records: readonly PersonRecord[]): All => {
  if (records.length === 0) return all
  const now = lastOfEach(records)
  const changed = new Set(now.map(({ id }) => id))
  return {
    ...all,
    users: byId([...all.users.filter(({ id }) => !changed.has(id)), ...now.flatMap(({ user }) => user ?? [])]),
    credentials: byId([
      ...all.credentials.filter(({ userId }) => !changed.has(userId)),
      ...now.flatMap(({ credentials }) => credentials),
    ]),
  }
}

const byId = <One extends { id: number }>(all: readonly One[]): One[] => [...all].sort((one, other) => one.id - other.id)
