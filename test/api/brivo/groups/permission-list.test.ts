import { describe, expect, it } from 'vitest'
import { groupAndDoors, type listed } from '../../../support/group-doors.ts'

describe('a permission of a group', () => {
  it.each([
    ['access_point_name__eq:DOOR', [21, 22]],
    ['schedule_name__eq:9+to', [22]],
    ['access_point_type__eq:door', [21, 22, 23]],
    ['access_point_type__ne:DOOR,FLOOR', []],
    ['access_point_type__eq:SALTO_DOOR', []],
    ['privacy_mode_override__eq:FALSE', [21, 22, 23]],
    ['privacy_mode_override__eq:true', []],
    ['access_point_name__eq:door;schedule_name__eq:always', [21]],
  ])('is found by %s', async (filter, expected) => {
    const { call, allow, group } = await groupAndDoors()
    await allow(21, 31)
    await allow(22, 32)
    await allow(23, 31)
    const { json } = await call('GET', `/groups/${group}/access/access-points?filter=${filter}`)
    expect(json.data.map((one: typeof listed) => one.accessPoint.id)).toEqual(expected)
    expect(json.count).toBe(expected.length)
  })

  it.each(['access_point_type__eq:WINDOW', 'privacy_mode_override__eq:perhaps', 'name__eq:x', 'schedule_name__ne:x'])(
    'is not found by %s',
    async (filter) => {
      const { call, group } = await groupAndDoors()
      expect((await call('GET', `/groups/${group}/access/access-points?filter=${filter}`)).status).toBe(400)
    },
  )
})
