import { expect, it } from 'vitest'
import { compileRules } from '../../shared/domain/devices/panels/compile-config.ts'
import { AccountId, PanelId } from '../../shared/lib/ids.ts'
import { allSources } from '../support/all-sources.ts'
import { testApi } from '../support/api.ts'
import { addDoors } from '../support/panels.ts'

const card = (number: number) => ({
  credentialFormat: { id: 100 },
  referenceId: String(number),
  fieldValues: [
    { id: 1, value: String(number) },
    { id: 2, value: '70' },
  ],
})

// 40 are more than are read as a whole for one person, 5 are fewer.
it.each([5, 40])('a panel knows the card of its one person among %i cards in stock', async (inStock) => {
  const api = testApi()
  const { controlPanelId, front } = await addDoors(api)
  const schedule = { name: 'S', scheduleBlocks: { monday: [{ start: '09:00', end: '17:00' }] } }
  const { id: scheduleId } = (await api.call('POST', '/schedules', { body: schedule })).json
  const { id: groupId } = (await api.call('POST', '/groups', { body: { name: 'Staff' } })).json
  await api.call('PUT', `/groups/${groupId}/access/access-points/${front}`, { body: { schedule: { id: scheduleId } } })
  const user = (await api.call('POST', '/users', { body: { firstName: 'Peter', lastName: 'Quill' } })).json
  await api.call('PUT', `/groups/${groupId}/users/${user.id}`)
  const own = (await api.call('POST', '/credentials', { body: card(1) })).json
  await api.call('PUT', `/users/${user.id}/credentials/${own.id}`)
  for (let number = 2; number < 2 + inStock; number += 1) await api.call('POST', '/credentials', { body: card(number) })

  const sources = await allSources(api.table, AccountId.parse(1), PanelId.parse(controlPanelId))
  expect(sources && compileRules(sources).credentials).toMatchObject([{ id: own.id }])
})
