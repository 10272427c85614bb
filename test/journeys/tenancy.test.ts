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
  it('is answered ids of the first in the words for an id that never was, by what is deployed too', async () => {
    const [panel] = mine.panels
    const [door] = panel?.accessPoints ?? []
    if (!panel || !door) throw new Error('The demo has no door')
    const { user } = await personWithCard(owner, 'Tess', [door])
    const subscription = (await owner('POST', '/event-subscriptions', { name: 'T', url: 'http://127.0.0.1:9/x', criteria: [] }))
      .json
    const reads: [string, number | undefined][] = [
      ['/access-points/ID', door.id],
      ['/users/ID', user.id],
      ['/event-subscriptions/ID', subscription.id],
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
      ['DELETE', `/event-subscriptions/${subscription.id}`],
    ]
    for (const [method, path, body] of writes) expect(await other(method, path, body), path).toMatchObject({ status: 404 })
    expect((await owner('GET', `/users/${user.id}/suspended`)).json.suspended).toBe(false)
    await owner('DELETE', `/event-subscriptions/${subscription.id}`)
  })
})
