import { describe, expect, it } from 'vitest'
import { assistant, stranger, testApi } from '../../../support/api.ts'

const setUp = async (groups: number, users = 1) => {
  const api = testApi()
  const groupIds: number[] = []
  const userIds: number[] = []
  for (let n = 1; n <= groups; n += 1)
    groupIds.push((await api.call('POST', '/groups', { body: { name: `Group ${n}` } })).json.id)
  for (let n = 1; n <= users; n += 1) {
    const body = { firstName: 'Peter', lastName: `Quill ${n}` }
    userIds.push((await api.call('POST', '/users', { body })).json.id)
  }
  const [userId = 0] = userIds
  const [groupId = 0] = groupIds
  return { ...api, groupIds, userIds, groupId, userId }
}

describe('members of a group', () => {
  it('are added by PUT and by POST, once, and removed', async () => {
    const { call, groupId, userId } = await setUp(1)
    for (const method of ['PUT', 'POST', 'PUT']) {
      expect(await call(method, `/groups/${groupId}/users/${userId}`)).toMatchObject({ status: 204, text: '' })
    }
    const listed = await call('GET', `/groups/${groupId}/users`)
    expect(listed.json).toEqual({
      data: [{ id: userId, firstName: 'Peter', lastName: 'Quill 1', suspended: false }],
      offset: 0,
      pageSize: 20,
      count: 1,
    })
    expect((await call('GET', `/users/${userId}/groups`)).json).toEqual({ data: [{ id: groupId, name: 'Group 1' }], count: 1 })
    for (let twice = 0; twice < 2; twice += 1) {
      expect((await call('DELETE', `/groups/${groupId}/users/${userId}`, { body: {} })).status).toBe(204)
    }
    expect((await call('GET', `/groups/${groupId}/users`)).json).toMatchObject({ data: [], count: 0 })
    expect((await call('GET', `/users/${userId}/groups`)).json).toEqual({ data: [], count: 0 })
  })

  it('are listed by pages, with the true count', async () => {
    const { call, groupId, userIds } = await setUp(1, 7)
    for (const id of [...userIds].reverse()) await call('PUT', `/groups/${groupId}/users/${id}`)
    const page = await call('GET', `/groups/${groupId}/users?offset=3&pageSize=2`)
    expect(page.json).toMatchObject({ offset: 3, pageSize: 2, count: 7, data: [{ id: userIds[3] }, { id: userIds[4] }] })
    expect((await call('GET', `/groups/${groupId}/users?pageSize=0`)).status).toBe(400)
  })

  it('are no longer those who were deleted', async () => {
    const { call, groupId, userIds, userId } = await setUp(1, 2)
    for (const id of userIds) await call('PUT', `/groups/${groupId}/users/${id}`)
    await call('DELETE', `/users/${userId}`)
    expect((await call('GET', `/groups/${groupId}/users`)).json).toMatchObject({ count: 1, data: [{ id: userIds[1] }] })
  })

  it('are in the audit, each once', async () => {
    const { call, table, groupId, userId } = await setUp(1)
    for (const method of ['PUT', 'PUT', 'DELETE', 'DELETE']) await call(method, `/groups/${groupId}/users/${userId}`)
    const audited = table
      .items()
      .filter((item) => item.entity === 'event' && ['group.member_added', 'group.member_removed'].includes(String(item.type)))
    expect(audited.map(({ type }) => type)).toEqual(['group.member_added', 'group.member_removed'])
    expect(audited[0]).toMatchObject({
      subject: { id: groupId, name: 'Group 1' },
      facts: { changes: [{ property: 'user', currentValue: `Peter Quill 1 (${userId})` }] },
    })
  })

  it('are users and groups that exist', async () => {
    const { call, groupId, userId } = await setUp(1)
    const others = await call('POST', '/users', { body: { firstName: 'A', lastName: 'B' }, as: stranger() })
    for (const id of [others.json.id, 99]) {
      const refused = await call('PUT', `/groups/${groupId}/users/${id}`)
      expect(refused).toMatchObject({ status: 404, json: { message: 'Requested user not found' } })
    }
    const refused = await call('PUT', `/groups/99/users/${userId}`)
    expect(refused).toMatchObject({ status: 404, json: { message: 'Unknown Group' } })
    expect((await call('PUT', `/groups/${groupId}/users/me`)).status).toBe(400)
    expect((await call('PUT', `/groups/${groupId}/users/${userId}`, { as: assistant() })).status).toBe(204)
  })
})

describe('the groups of a user', () => {
  it('are joined and left at once, by POST, PUT and PATCH', async () => {
    const { call, groupIds, userId } = await setUp(4)
    const [a, b, c, d] = groupIds
    const joined = await call('POST', `/users/${userId}/groups`, { body: { addGroups: [a, b, a] } })
    expect(joined).toMatchObject({ status: 200, json: { count: 2, data: [{ id: a, name: 'Group 1' }, { id: b }] } })
    const both = await call('PUT', `/users/${userId}/groups`, { body: { addGroups: [b, c, d], removeGroups: [a, d] } })
    expect(both.json).toEqual({
      data: [
        { id: b, name: 'Group 2' },
        { id: c, name: 'Group 3' },
        { id: d, name: 'Group 4' },
      ],
      count: 3,
    })
    const left = await call('PATCH', `/users/${userId}/groups`, { body: { removeGroups: [a, b, c] } })
    expect(left.json).toEqual({ data: [{ id: d, name: 'Group 4' }], count: 1 })
    expect((await call('POST', `/users/${userId}/groups`, { body: {} })).json.count).toBe(1)
  })

  it('are 16 at most, and with a seventeenth nothing is done', async () => {
    const { call, groupIds, userId } = await setUp(17)
    const [first, ...rest] = groupIds
    expect((await call('POST', `/users/${userId}/groups`, { body: { addGroups: rest } })).json.count).toBe(16)
    for (const path of [`/users/${userId}/groups`, `/groups/${first}/users/${userId}`]) {
      const refused = await call('POST', path, { body: { addGroups: [first] } })
      expect(refused).toMatchObject({ status: 400, json: { message: 'A user can be a member of at most 16 groups' } })
    }
    const swapped = await call('POST', `/users/${userId}/groups`, { body: { addGroups: [first], removeGroups: [rest[0]] } })
    expect(swapped).toMatchObject({ status: 200, json: { count: 16 } })
  })

  it('are all exchanged for others in one call', async () => {
    const { call, groupIds, userId } = await setUp(32)
    const [before, after] = [groupIds.slice(0, 16), groupIds.slice(16)]
    await call('POST', `/users/${userId}/groups`, { body: { addGroups: before } })
    const body = { addGroups: after, removeGroups: before }
    const { json } = await call('POST', `/users/${userId}/groups`, { body })
    expect(json.data.map(({ id }: { id: number }) => id)).toEqual(after)
    expect((await call('GET', `/groups/${before[0]}/users`)).json.count).toBe(0)
  })

  it('do not include one that is deleted, which makes room for another', async () => {
    const { call, deps, groupIds, userId } = await setUp(17)
    const [first = 0, ...rest] = groupIds
    await call('POST', `/users/${userId}/groups`, { body: { addGroups: rest } })
    // A deletion that was cut short before its sweep.
    deps.groups.sweep = async () => false
    await call('DELETE', `/groups/${rest[0]}`)
    expect((await call('GET', `/users/${userId}/groups`)).json.count).toBe(15)
    expect(await call('PUT', `/groups/${first}/users/${userId}`)).toMatchObject({ status: 204 })
    expect((await call('GET', `/users/${userId}/groups`)).json.count).toBe(16)
  })

  it.each([
    [{ addGroups: [77] }, 404, 'Unknown Group'],
    [{ removeGroups: [77] }, 404, 'Unknown Group'],
    [{ addGroups: 'Staff' }, 400, 'addGroups'],
    [{ addGroups: ['x'] }, 400, 'addGroups.0'],
    [{ removeGroups: [-1] }, 400, 'removeGroups.0'],
  ])('do not change by %j', async (body, status, text) => {
    const { call, userId } = await setUp(1)
    const refused = await call('POST', `/users/${userId}/groups`, { body })
    expect(refused).toMatchObject({ status, json: { code: status, message: expect.stringContaining(text) } })
  })
})
