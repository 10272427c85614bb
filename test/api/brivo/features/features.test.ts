import { describe, expect, it } from 'vitest'
import { featureCatalogue } from '../../../../shared/domain/identity/features/catalogue.ts'
import { assistant, somebody, testApi } from '../../../support/api.ts'

type Feature = { id: number; permissionSet: string; permissions: { id: number; hasPermission: boolean }[] }

describe('the features of roles', () => {
  it('are all listed, with what the caller has of each', async () => {
    const { call } = testApi()
    const listed = await call('GET', '/features', { as: somebody() })
    expect(listed.status).toBe(200)
    expect(listed.json).toHaveLength(featureCatalogue.length)
    expect(listed.json[0]).toEqual({
      id: 30,
      key: 'ONAIR_CLASSIC',
      displayOrder: 1,
      applicationId: 1,
      permissionSet: 'FULL',
      permissions: [{ id: 38, key: 'ONAIR_CLASSIC', limited: true, hasPermission: true, dependencies: [] }],
    })
    for (const { permissionSet } of listed.json) expect(permissionSet).toBe('FULL')
  })

  it('follow from what the caller may do', async () => {
    const { call } = testApi()
    const setOf = async (as: ReturnType<typeof somebody>, id: number) => {
      const { json } = await call('GET', '/features', { as })
      return json.find((feature: Feature) => feature.id === id)?.permissionSet
    }
    expect(await setOf(assistant(), 14)).toBe('FULL')
    expect(await setOf(assistant(), 21)).toBe('LIMITED')
    expect(await setOf(assistant(), 22)).toBe('NONE')
    expect(await setOf(somebody({ type: 'CSR' }), 14)).toBe('LIMITED')
  })
})
