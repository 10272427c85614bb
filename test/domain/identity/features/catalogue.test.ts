import { describe, expect, it } from 'vitest'
import { featureCatalogue } from '../../../../shared/domain/identity/features/catalogue.ts'
import { type Feature, permissionsOfSet, setOf } from '../../../../shared/domain/identity/features/feature.ts'
import { permissions } from '../../../../shared/domain/identity/principals/permission.ts'

const catalogue: readonly Feature[] = featureCatalogue
const all = catalogue.flatMap((feature) => feature.permissions)
const featureOf = (id: number): Feature => {
  const found = catalogue.find((feature) => feature.id === id)
  if (!found) throw new Error(`no feature ${id}`)
  return found
}
/** A feature as the API document's example of a role shows it. */
const shown = (id: number) => {
  const { key, displayOrder, permissions } = featureOf(id)
  return [key, displayOrder, ...permissions.map(({ id, key, limited, dependencies }) => [id, key, limited, dependencies])]
}

describe('the catalogue of features', () => {
  it('has the features of the API document as its examples show them', () => {
    expect(shown(30)).toEqual(['ONAIR_CLASSIC', 1, [38, 'ONAIR_CLASSIC', true, []]])
    expect(shown(26)).toEqual(['GLOBAL_VIEW', 2, [30, 'GLOBAL_VIEW', false, []]])
    expect(shown(13)).toEqual(['EVT_TRACKER_TABLE', 4, [35, 'EVT_TRACKER_TABLE', true, []]])
    expect(shown(28)).toEqual([
      'EVT_CLASSIFICATION',
      8,
      [32, 'EVT_CLASSIFICATION_VIEW', true, []],
      [33, 'EVT_CLASSIFICATION_EDIT', false, []],
    ])
  })

  it('takes what the example request for a role asks for', () => {
    const idsOf = (id: number) => featureOf(id).permissions.map((permission) => permission.id)
    expect(idsOf(14)).toEqual(expect.arrayContaining([18, 75]))
    expect(idsOf(21)).toEqual(expect.arrayContaining([12, 14]))
    expect(permissionsOfSet(featureOf(15), 'LIMITED').length).toBeGreaterThan(0)
    expect(permissionsOfSet(featureOf(19), 'FULL').length).toBeGreaterThan(0)
  })

  it('uses each id, key and place once, and depends on permissions that exist', () => {
    for (const list of [
      catalogue.map(({ id }) => id),
      catalogue.map(({ displayOrder }) => displayOrder),
      all.map(({ id }) => id),
      all.map(({ key }) => key),
    ]) {
      expect(new Set<number | string>(list).size).toBe(list.length)
    }
    const ids = new Set(all.map(({ id }) => id))
    for (const { dependencies } of all) for (const id of dependencies) expect(ids).toContain(id)
  })

  it('lets a role allow everything that there is to allow, except what only a dealer does, who has no role', () => {
    const given = new Set<string>(all.flatMap(({ gives }) => gives))
    expect(permissions.filter((permission) => !given.has(permission))).toEqual(['customers:edit'])
  })

  it('names the set that some permissions are', () => {
    const users = featureOf(14)
    const set = (...ids: number[]) => setOf(users, ({ id }) => ids.includes(id))
    expect([set(18, 75), set(18), set(75), set()]).toEqual(['FULL', 'LIMITED', 'CUSTOM', 'NONE'])
  })
})
