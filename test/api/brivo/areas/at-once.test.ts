import { expect, it } from 'vitest'
import { testApi } from '../../../support/api.ts'
import { entry, exit } from '../../../support/areas.ts'
import { addDoors } from '../../../support/panels.ts'

it('of areas that are made at once with the same entry one is made', async () => {
  const api = testApi()
  const { front } = await addDoors(api)
  const names = ['A', 'B', 'C', 'D']
  const answers = await Promise.all(names.map((name) => api.call('POST', '/areas', { body: { name, borders: [entry(front)] } })))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400, 400, 400])
  expect((await api.call('GET', '/areas')).json.count).toBe(1)
})

it('a door that is deleted while an area gets it is either deleted or a border', async () => {
  const api = testApi()
  const { front, back } = await addDoors(api)
  const body = { name: 'A', borders: [entry(front), exit(back)] }
  const [made, deleted] = await Promise.all([api.call('POST', '/areas', { body }), api.call('DELETE', `/access-points/${back}`)])
  expect([
    [200, 412],
    [400, 204],
  ]).toContainEqual([made.status, deleted.status])
})

it('of two changes at once none is lost', async () => {
  const api = testApi()
  const { front } = await addDoors(api)
  const { json } = await api.call('POST', '/areas', { body: { name: 'A', borders: [entry(front)] } })
  const put = (body: object) => api.call('PUT', `/areas/${json.id}`, { body })
  await Promise.all([put({ name: 'B' }), put({ occupancy: { enforcement: 'LOG', limit: 4 } })])
  expect((await api.call('GET', `/areas/${json.id}`)).json).toMatchObject({ name: 'B', occupancy: { limit: 4 } })
})
