import { describe, expect, it } from 'vitest'
import { createVisitor } from '../../../../shared/domain/people/visitors/create.ts'
import { day } from '../../../../shared/lib/clock.ts'
import { somebody, stranger, testApi } from '../../../support/api.ts'

describe('among users, a visitor', () => {
  it('is left out of a listing unless that asks for visitors, beside any other criterion', async () => {
    const { call, deps, clock } = testApi()
    await call('POST', '/users', { body: { firstName: 'Ann', lastName: 'User', externalId: 'E-1' } })
    const visit = { startsAt: clock.now, endsAt: clock.now + day }
    const wanted = { firstName: 'Ann', lastName: 'Visitor', externalId: 'E-2', ...visit }
    const made = await createVisitor(deps, somebody(), wanted)
    const id = made.ok ? made.value.id : 0
    const found = async (filter: string) => {
      const { json } = await call('GET', `/users?filter=${filter}`)
      expect(json.count).toBe(json.data.length)
      return json.data.map(({ lastName }: { lastName: string }) => lastName)
    }
    for (const without of ['firstname__eq:ann', 'externalId__eq:E-1,E-2', 'kind__eq:user', 'id__ne:5']) {
      expect(await found(without)).toEqual(['User'])
    }
    expect((await call('GET', '/users')).json).toMatchObject({ count: 1, data: [{ lastName: 'User' }] })
    for (const kind of ['VISITOR', 'visitor', 'VISITOR;firstname__eq:ann', `VISITOR;id__eq:${id}`]) {
      expect(await found(`kind__eq:${kind}`)).toEqual(['Visitor'])
    }
    expect(await found('kind__eq:USER,VISITOR')).toEqual(['User', 'Visitor'])
    expect(await found('kind__eq:USER;kind__eq:VISITOR')).toEqual([])
    expect((await call('GET', '/users', { as: stranger() })).json.count).toBe(0)
  })

  it('is answered as a visitor by id, by external id and as a member of a group', async () => {
    const { call, deps, clock } = testApi()
    const visit = { startsAt: clock.now, endsAt: clock.now + day }
    const made = await createVisitor(deps, somebody(), { firstName: 'Vera', lastName: 'Visitor', externalId: 'E-2', ...visit })
    const id = made.ok ? made.value.id : 0
    const group = (await call('POST', '/groups', { body: { name: 'Lobby' } })).json.id
    await call('PUT', `/groups/${group}/users/${id}`)
    for (const path of [`/users/${id}`, '/users/E-2/external']) {
      expect((await call('GET', path)).json).toMatchObject({ id, kind: 'VISITOR', lastName: 'Visitor' })
    }
    expect((await call('GET', `/groups/${group}/users`)).json).toMatchObject({ count: 1, data: [{ id, kind: 'VISITOR' }] })
    const user = (await call('POST', '/users', { body: { firstName: 'Ann', lastName: 'User' } })).json
    expect('kind' in user).toBe(false)
    const renamed = await call('PATCH', `/users/${id}`, { body: { lastName: 'Renamed' } })
    expect(renamed).toMatchObject({ status: 200, json: { kind: 'VISITOR', lastName: 'Renamed' } })
    expect(await call('DELETE', `/users/${id}`)).toMatchObject({ status: 204 })
    expect((await call('GET', '/users?filter=kind__eq:VISITOR')).json.count).toBe(0)
  })
})
