import { describe, expect, it } from 'vitest'
import { AccessPermissionInput, readPermissionFilter, wantedRule } from '../../../shared/dialects/brivo/group-permissions.ts'

describe('the body of a permission', () => {
  it.each([
    [true, true],
    ['true', true],
    [1, true],
    ['0', false],
    [null, false],
    [undefined, false],
  ])('takes %j for privacyModeOverride', (given, privacyModeOverride) => {
    const body = AccessPermissionInput.parse({ schedule: { id: '7' }, privacyModeOverride: given })
    expect(wantedRule(body)).toEqual({ scheduleId: 7, privacyModeOverride })
  })
})

describe('the filter of permissions', () => {
  it('reads a backslash before a comma as part of the name', () => {
    expect(readPermissionFilter('access_point_name__eq:Gate\\, north,Dock')).toEqual({
      ok: true,
      value: [{ field: 'accessPointName', contains: ['Gate, north', 'Dock'] }],
    })
  })

  it('names a value that there is not', () => {
    expect(readPermissionFilter('access_point_type__ne:window')).toEqual({
      ok: false,
      error: { kind: 'invalid_filter', message: "Invalid filter value 'window' for 'access_point_type'" },
    })
  })
})
