import type { Client } from '../../sdk/src/index.ts'
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
export const personWithCard = async (client: Client, name: string, doors: Tenant['panels'][number]['accessPoints']) => {
  drawn += 1
  const { data: group } = await client.POST('/groups', { body: { name: `${name} ${drawn}` } })
  const body = aroundToday(`${name} ${drawn}`.slice(0, 32), Date.now())
  const { data: schedule } = await client.POST('/schedules', { body })
  for (const door of doors) {
    await client.PUT('/groups/{groupId}/access/access-points/{accessPointId}', {
      path: { groupId: group.id, accessPointId: door.id },
      body: { schedule: { id: schedule.id } },
    })
  }
  const { data: user } = await client.POST('/users', { body: { firstName: name, lastName: `Number ${drawn}` } })
  const { data: credential } = await client.POST('/credentials', {
    body: {
      credentialFormat: { id: 100 },
      referenceId: String(drawn),
      fieldValues: [
        { id: 1, value: String(drawn) },
        { id: 2, value: '70' },
      ],
    },
  })
  const longAgo = new Date(Date.now() - 30 * dayMs).toISOString()
  await client.PUT('/users/{userId}/credentials/{credentialId}', {
    path: { userId: user.id, credentialId: credential.id },
    body: { effectiveFrom: longAgo },
  })
  await client.PUT('/groups/{groupId}/users/{userId}', { path: { groupId: group.id, userId: user.id } })
  return { user, credential, group, schedule, card: credential.encodedCredential }
}
