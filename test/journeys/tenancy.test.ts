import { beforeAll, describe, expect, it } from 'vitest'
import { type Client, clientOf, tenant } from '../support/client.ts'
import { personWithCard } from '../support/people.ts'

const [mine, theirs] = [tenant(0), tenant(1)]
let owner: Client
let other: Client
beforeAll(async () => {
  owner = await clientOf(mine)
  other = await clientOf(theirs)
})

describe('another tenant', () => {
  it('is told of none of the ids of the first, in the words for an id that never was', async () => {
    const [panel] = mine.panels
    const [door] = panel?.accessPoints ?? []
    if (!panel || !door) throw new Error('The demo has no door')
    const { user, credential, group, schedule } = await personWithCard(owner, 'Tess', [door])
    const subscription = (await owner('POST', '/event-subscriptions', { name: 'T', url: 'http://127.0.0.1:9/x', criteria: [] }))
      .json
    const me = (await owner('GET', '/administrators/whoami')).json
    const reads: [string, number | undefined][] = [
      ['/sites/ID', mine.sites[0]?.id],
      ['/sites/ID/access-points', mine.sites[0]?.id],
      ['/control-panels/ID', panel.id],
      ['/access-points/ID', door.id],
      ['/device-status/ID', door.id],
      ['/users/ID', user.id],
      ['/users/ID/suspended', user.id],
      ['/users/ID/groups', user.id],
      ['/users/ID/credentials', user.id],
      ['/credentials/ID', credential.id],
      ['/credentials/ID/user', credential.id],
      ['/groups/ID', group.id],
      ['/groups/ID/users', group.id],
      ['/groups/ID/access/access-points', group.id],
      ['/schedules/ID', schedule.id],
      ['/event-subscriptions/ID', subscription.id],
      ['/administrators/ID', me.id],
      ['/accounts/ID', mine.accountId],
    ]
    for (const [path, id] of reads) {
      expect(await owner('GET', path.replace('ID', String(id))), path).toMatchObject({ status: 200 })
      const refused = await other('GET', path.replace('ID', String(id)))
      expect(refused, path).toMatchObject({ status: 404, json: { code: 404 } })
      const never = await other('GET', path.replace('ID', '123456789'))
      expect(refused.text.replaceAll(String(id), '#'), path).toBe(never.text.replaceAll('123456789', '#'))
    }
    const writes: [string, string, unknown?][] = [
      ['POST', `/access-points/${door.id}/activate`],
      ['PUT', `/users/${user.id}/suspended`, { suspended: true }],
      ['DELETE', `/users/${user.id}`],
      ['DELETE', `/credentials/${credential.id}`],
      ['DELETE', `/groups/${group.id}`],
      ['DELETE', `/schedules/${schedule.id}`],
      ['DELETE', `/event-subscriptions/${subscription.id}`],
    ]
    for (const [method, path, body] of writes) expect(await other(method, path, body), path).toMatchObject({ status: 404 })
    expect((await owner('GET', `/users/${user.id}/suspended`)).json.suspended).toBe(false)
    await owner('DELETE', `/event-subscriptions/${subscription.id}`)
  })
})
