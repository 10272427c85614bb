import { describe, expect, it } from 'vitest'
import { AccountId } from '../../../../shared/lib/ids.ts'
import { assistant, stranger } from '../../../support/api.ts'
import { groupAndDoors, schedule } from '../../../support/group-doors.ts'

describe('a permission of a group', () => {
  it.each([
    [99, 31, {}, 404, 'Unknown Access Point'],
    [21, 99, {}, 404, 'The requested resource was not found.'],
    [21, 31, { privacyModeOverride: true }, 400, "This device doesn't support privacyModeOverride."],
    [21, 31, { privacyModeOverride: 'yes' }, 400, 'privacyModeOverride'],
  ])('at door %s during schedule %s with %j is %s', async (accessPoint, scheduleId, more, status, text) => {
    const { allow } = await groupAndDoors()
    const refused = await allow(accessPoint, scheduleId, more)
    expect(refused).toMatchObject({ status, json: { code: status, message: expect.stringContaining(text) } })
  })

  it.each([{}, { schedule: {} }, { schedule: 31 }, { schedule: { id: 'x' } }, { schedule: null }])(
    'names its schedule: %j is refused',
    async (body) => {
      const { call, path } = await groupAndDoors()
      const refused = await call('PUT', path(21), { body })
      expect(refused).toMatchObject({ status: 400, json: { message: expect.stringContaining('schedule') } })
    },
  )

  it('is of a group that exists, and given by who may', async () => {
    const { call, path } = await groupAndDoors()
    const body = { schedule: { id: 31 } }
    expect(await call('PUT', path(21, 99), { body })).toMatchObject({ status: 404, json: { message: 'Unknown Group' } })
    expect((await call('PUT', path(21), { body, as: assistant() })).status).toBe(403)
    expect((await call('DELETE', path(21), { as: assistant() })).status).toBe(403)
    expect(await call('DELETE', path(99))).toMatchObject({ status: 404, json: { message: 'Unknown Access Point' } })
  })

  it('lets a group of one tenant through no door of another', async () => {
    const { call, deps } = await groupAndDoors()
    await deps.schedules.add(AccountId.parse(2), schedule(31, 'Theirs'), undefined)
    const theirs = (await call('POST', '/groups', { body: { name: 'Theirs' }, as: stranger() })).json.id
    const refused = await call('PUT', `/groups/${theirs}/access/access-points/21`, {
      body: { schedule: { id: 31 } },
      as: stranger(),
    })
    expect(refused).toMatchObject({ status: 404, json: { message: 'Unknown Access Point' } })
  })
})
