import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { compileChanges } from '../../functions/config-compiler/compile-changes.ts'
import type { CompilerDeps } from '../../functions/config-compiler/compile-panel.ts'
import { PanelRules } from '../../shared/domain/access/decisions/rules.ts'
import { AccountId, PanelId } from '../../shared/lib/ids.ts'
import { ruleSourceStore } from '../../shared/storage/access/rule-sources.ts'
import { presenceStore } from '../../shared/storage/devices/presence.ts'
import { groupStore } from '../../shared/storage/people/groups.ts'
import { policedTable } from '../infra/policed-table.ts'
import { testApi } from '../support/api.ts'
import { addDoors } from '../support/panels.ts'

const accountId = AccountId.parse(1)

/** A panel of two doors, one person who may pass the first, and the compiler over the same table. */
const world = async () => {
  const api = testApi()
  const { call, deps, table } = api
  const { controlPanelId, front, back } = await addDoors(api)
  const schedule = (
    await call('POST', '/schedules', { body: { name: 'S', scheduleBlocks: { monday: [{ start: '09:00', end: '17:00' }] } } })
  ).json
  const group = (await call('POST', '/groups', { body: { name: 'Staff' } })).json
  await call('PUT', `/groups/${group.id}/access/access-points/${front}`, { body: { schedule: { id: schedule.id } } })
  const user = (await call('POST', '/users', { body: { firstName: 'Peter', lastName: 'Quill' } })).json
  await call('PUT', `/groups/${group.id}/users/${user.id}`)
  const bodies = new Map<string, PanelRules>()
  const nudged: number[] = []
  // With the rights of the function in the cloud.
  const policed = policedTable(table, 'config-compiler')
  const compiler: CompilerDeps = {
    presences: presenceStore(policed),
    groups: groupStore(policed),
    now: deps.now,
    ruleSources: ruleSourceStore(policed),
    snapshots: {
      put: async (account, panel, version, body) => {
        bodies.set(`${account}/${panel}/${version}`, PanelRules.parse(JSON.parse(gunzipSync(body).toString())))
      },
      url: async () => 'http://127.0.0.1/unused',
    },
    panelWork: { nudge: async (_account, panel) => void nudged.push(panel) },
  }
  const panelId = PanelId.parse(controlPanelId)
  const userChange = () => {
    const after = table.items().find((item) => item.entity === 'user' && item.id === user.id)
    return { sequence: '1', accountId, change: after ? { after } : {} }
  }
  return { ...api, compiler, panelId, group, user, front, back, bodies, nudged, userChange }
}

describe('the config compiler', () => {
  it('publishes a version of the rules to the panel that a change concerns, and wakes it', async () => {
    const { compiler, userChange, bodies, nudged, panelId, user, deps } = await world()
    expect(await compileChanges(compiler, [userChange()])).toEqual({ batchItemFailures: [] })
    const rules = bodies.get(`1/${panelId}/1`)
    expect(rules).toMatchObject({ version: 1, users: [{ id: user.id, suspended: false }] })
    expect(nudged).toEqual([panelId])
    expect(await deps.presences.get(accountId, panelId)).toMatchObject({ desiredVersion: 1, published: { version: 1 } })
  })

  it('makes one version of many changes, and none when the rules would say the same', async () => {
    const { compiler, userChange, bodies, panelId, deps } = await world()
    await compileChanges(compiler, [userChange(), { ...userChange(), sequence: '2' }])
    await compileChanges(compiler, [userChange()])
    expect([...bodies.keys()]).toEqual([`1/${panelId}/1`])
    expect(await deps.presences.get(accountId, panelId)).toMatchObject({ desiredVersion: 1 })
  })

  it('tells the panel of a suspension', async () => {
    const { compiler, userChange, bodies, call, user, panelId } = await world()
    await compileChanges(compiler, [userChange()])
    await call('PUT', `/users/${user.id}/suspended`, { body: { suspended: true } })
    await compileChanges(compiler, [userChange()])
    expect(bodies.get(`1/${panelId}/2`)).toMatchObject({ users: [{ id: user.id, suspended: true }] })
  })

  it('never lets a version that was overtaken be the published one', async () => {
    const { compiler, userChange, panelId, deps, nudged } = await world()
    const slow: CompilerDeps = {
      ...compiler,
      snapshots: { ...compiler.snapshots, put: async () => void (await deps.presences.desire(accountId, panelId, deps.now())) },
    }
    await compileChanges(slow, [userChange()])
    expect(await deps.presences.get(accountId, panelId)).toMatchObject({ desiredVersion: 2 })
    expect((await deps.presences.get(accountId, panelId))?.published).toBeUndefined()
    expect(nudged).toEqual([])
  })

  it('names what it could not do, so that the stream brings it again', async () => {
    const { compiler, userChange } = await world()
    const broken: CompilerDeps = {
      ...compiler,
      snapshots: { ...compiler.snapshots, put: () => Promise.reject(new Error('The bucket is not there')) },
    }
    const unrelated = { sequence: '2', accountId, change: { after: { entity: 'event' } } }
    expect(await compileChanges(broken, [userChange(), unrelated])).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] })
    expect(await compileChanges(compiler, [userChange()])).toEqual({ batchItemFailures: [] })
  })

  it('concerns nobody with a person who may pass no door', async () => {
    const { compiler, call, bodies, table } = await world()
    const lonely = (await call('POST', '/users', { body: { firstName: 'A', lastName: 'B' } })).json
    const after = table.items().find((item) => item.entity === 'user' && item.id === lonely.id)
    await compileChanges(compiler, [{ sequence: '1', accountId, change: after ? { after } : {} }])
    expect(bodies.size).toBe(0)
  })
})
