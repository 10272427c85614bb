import type { Client } from './client.ts'
import type { Tenant } from './demo.ts'

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
export const dayMs = 86_400_000

/** A schedule that is open from yesterday to tomorrow, whatever the zone, and closed on the three days after those. */
export const aroundToday = (name: string, now: number) => ({
  name,
  scheduleBlocks: Object.fromEntries(
    [-1, 0, 1].map((shift) => [days[new Date(now + shift * dayMs).getUTCDay()], [{ start: '00:00', end: '23:59' }]]),
  ),
})

let drawn = Math.floor(Math.random() * 20_000)

/** A person in a new group that may use `doors` by a schedule around today, and a 26-bit card. */
export const personWithCard = async (call: Client, name: string, doors: Tenant['panels'][number]['accessPoints']) => {
  drawn += 1
  const created = async (path: string, body: unknown) => {
    const answer = await call('POST', path, body)
    if (answer.status > 201) throw new Error(`POST ${path}: ${answer.status} ${answer.text}`)
    return answer.json
  }
  const group = await created('/groups', { name: `${name} ${drawn}` })
  const schedule = await created('/schedules', aroundToday(`${name} ${drawn}`.slice(0, 32), Date.now()))
  for (const door of doors) {
    const path = `/groups/${group.id}/access/access-points/${door.id}`
    const granted = await call('PUT', path, { schedule: { id: schedule.id } })
    if (granted.status !== 200) throw new Error(`PUT ${path}: ${granted.status} ${granted.text}`)
  }
  const user = await created('/users', { firstName: name, lastName: `Number ${drawn}` })
  const credential = await created('/credentials', {
    credentialFormat: { id: 100 },
    referenceId: String(drawn),
    fieldValues: [
      { id: 1, value: String(drawn) },
      { id: 2, value: '70' },
    ],
  })
  const longAgo = new Date(Date.now() - 30 * dayMs).toISOString()
  for (const [path, body] of [
    [`/users/${user.id}/credentials/${credential.id}`, { effectiveFrom: longAgo }],
    [`/groups/${group.id}/users/${user.id}`, undefined],
  ] as const) {
    const assigned = await call('PUT', path, body)
    if (assigned.status !== 204) throw new Error(`PUT ${path}: ${assigned.status} ${assigned.text}`)
  }
  return { user, credential, group, schedule, card: credential.encodedCredential as string }
}
