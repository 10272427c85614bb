import { describe, expect, it } from 'vitest'
import { readAuthority } from '../../../../shared/domain/identity/administrators/authority.ts'
import type { AdministratorPrincipal } from '../../../../shared/domain/identity/principals/principal.ts'
import { withOwner } from '../../../support/administrators.ts'
import { somebody, stranger, testApi } from '../../../support/api.ts'

/** The request of the API document. */
const asInDocument = {
  name: 'My Role',
  description: 'My Role Description',
  features: [
    { id: 14, permissionSet: 'CUSTOM', permissions: [18, 75] },
    { id: 15, permissionSet: 'LIMITED' },
    { id: 19, permissionSet: 'FULL' },
    { id: 21, permissionSet: 'CUSTOM', permissions: [12, 14] },
    { id: 26, permissionSet: 'FULL' },
    { id: 28, permissionSet: 'CUSTOM', permissions: [32] },
    { id: 30, permissionSet: 'FULL' },
  ],
}
const viewers = { name: 'Viewers', features: [{ id: 14, permissionSet: 'LIMITED' }] }
const forbidden = { code: 403, message: 'You are not allowed to perform that action' }

const withAnn = async () => {
  const api = await withOwner()
  const ann = await api.add({ username: 'ann', type: 'ASSISTANT' })
  /** Ann as a token acts for her once notices have been read. */
  const current = async (who: AdministratorPrincipal = ann): Promise<AdministratorPrincipal> => {
    const { authority } = await readAuthority(api.deps, who.accountId, who.administratorId)
    return { ...who, grants: authority?.grants ?? [] }
  }
  const made = async (body: object, as = api.as): Promise<number> => (await api.call('POST', '/roles', { body, as })).json.id
  return { ...api, ann, current, made, own: `/administrators/${ann.administratorId}` }
}

describe('a role', () => {
  it('may have a name of any hundred characters, also of those that stand for a sentence', async () => {
    const { call } = testApi()
    const role = { as: somebody({ canCreateAdmins: true }), body: { name: '\ufdfa'.repeat(100), features: [] } }
    expect((await call('POST', '/roles', role)).status).toBe(200)
    expect((await call('POST', '/roles', role)).status).toBe(409)
  })

  it("is created by the document's own request, and answered with every feature and what it has of each", async () => {
    const { call, as } = await withAnn()
    const created = await call('POST', '/roles', { body: asInDocument, as })
    expect(created.status).toBe(200)
    expect(created.json).toMatchObject({ name: 'My Role', description: 'My Role Description', roleType: 'CUSTOM' })
    const feature = (id: number) => created.json.features.find((one: { id: number }) => one.id === id)
    expect(feature(28)).toEqual({
      id: 28,
      key: 'EVT_CLASSIFICATION',
      displayOrder: 8,
      applicationId: 1,
      permissionSet: 'CUSTOM',
      permissions: [
        { id: 32, key: 'EVT_CLASSIFICATION_VIEW', limited: true, hasPermission: true, dependencies: [] },
        { id: 33, key: 'EVT_CLASSIFICATION_EDIT', limited: false, hasPermission: false, dependencies: [] },
      ],
    })
    expect(feature(13)).toMatchObject({ permissionSet: 'NONE', permissions: [{ hasPermission: false }] })
    const listed = await call('GET', '/roles', { as })
    expect(listed.json.count).toBe(4)
    expect(listed.json.data.slice(1)).toEqual([
      { id: 2, name: 'Super Administrator', description: 'Can edit other administrators', roleType: 'DEFAULT' },
      expect.objectContaining({ id: 3 }),
      { id: created.json.id, name: 'My Role', description: 'My Role Description', roleType: 'CUSTOM' },
    ])
  })

  const custom = (permissions: unknown) => ({ features: [{ id: 14, permissionSet: 'CUSTOM', permissions }] })
  it.each([
    [{ name: undefined }, 'Role Name is missing.'],
    [{ name: ' ' }, 'Role Name is missing.'],
    [{ name: 'a\u0000' }, "Invalid value for 'name': it contains the control character U+0000"],
    [{ features: 7 }, "Invalid value '7' for 'features'"],
    [{ features: [{ permissionSet: 'FULL' }] }, 'Feature Id is required.'],
    [{ features: [{ id: 9_999, permissionSet: 'FULL' }] }, 'Feature Id is invalid.'],
    [{ features: [{ id: 'x', permissionSet: 'FULL' }] }, 'Feature Id is invalid.'],
    [{ features: [asInDocument.features[1], asInDocument.features[1]] }, 'Feature Id is invalid.'],
    [{ features: [{ id: 14, permissionSet: 'SOME' }] }, 'Invalid permission set for feature.'],
    [custom(['x']), 'Invalid format for permission Id.'],
    [custom('x'), 'Invalid format for permission Id.'],
    [custom([null]), 'Permission Id is required.'],
    [custom(undefined), 'Permission Id is required.'],
    [custom([12]), 'Permission Id is invalid.'],
    [custom([75]), 'Permission Id is invalid. Permission 75 needs permission 18'],
    [
      { features: [{ id: 14, permissionSet: 'FULL', permissions: [18] }] },
      'Permissions are not allowed when using FULL or LIMITED feature set.',
    ],
  ])('is not made of %j', async (wrong, message) => {
    const { call, as, made } = await withAnn()
    const id = await made(viewers)
    for (const [method, path] of [
      ['POST', '/roles'],
      ['PUT', `/roles/${id}`],
    ] as const) {
      const refused = await call(method, path, { body: { ...asInDocument, ...wrong }, as })
      expect(refused.status).toBe(400)
      expect(refused.json.message).toContain(message)
    }
  })

  it('has a name that no other role of the account has, also when two take it at once', async () => {
    const { call, as, made } = await withAnn()
    const both = await Promise.all([viewers, { ...viewers, name: 'VIEWERS' }].map((body) => call('POST', '/roles', { body, as })))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    const other = await made({ ...viewers, name: 'Other' })
    expect((await call('PUT', `/roles/${other}`, { body: viewers, as })).json).toEqual({
      code: 409,
      message: 'Role name already exists for the account.',
    })
    expect((await call('PUT', `/roles/${other}`, { body: { ...viewers, name: 'OTHER' }, as })).status).toBe(200)
    await call('DELETE', `/roles/${other}`, { as })
    expect((await call('POST', '/roles', { body: { ...viewers, name: 'Other' }, as })).status).toBe(200)
  })

  it('is audited with what changed', async () => {
    const { call, as, made, table } = await withAnn()
    const id = await made(viewers)
    await call('PUT', `/roles/${id}`, { body: { ...viewers, name: 'New' }, as })
    await call('DELETE', `/roles/${id}`, { as })
    expect(table.items().filter(({ entity }) => entity === 'event')).toMatchObject([
      { type: 'role.created', subject: { kind: 'role', id } },
      { type: 'role.updated', facts: { changes: [{ property: 'name', previousValue: 'Viewers', currentValue: 'New' }] } },
      { type: 'role.deleted' },
    ])
  })

  it('that every account has stays, and one that nobody has is not found', async () => {
    const { call, as, made } = await withAnn()
    expect((await call('DELETE', '/roles/2', { as })).json).toEqual({
      code: 400,
      message: 'Default or service roles cannot be deleted.',
    })
    expect((await call('PUT', '/roles/2', { body: viewers, as })).status).toBe(400)
    const missing = { code: 404, message: "The requested role Id doesn't exist." }
    expect((await call('DELETE', '/roles/99', { as })).json).toEqual(missing)
    expect((await call('DELETE', `/roles/${await made(viewers)}`, { as: stranger() })).json).toEqual(missing)
  })
})

describe('an administrator with roles', () => {
  it('may do what they allow, all together, and nothing by type; a changed or deleted role changes that', async () => {
    const { call, as, own, current, made } = await withAnn()
    const status = async (method: string, path: string, body?: object) =>
      (await call(method, path, { as: await current(), ...(body ? { body } : {}) })).status
    const [users, groups] = [await made(viewers), await made({ name: 'G', features: [{ id: 16, permissionSet: 'FULL' }] })]
    expect(await status('GET', '/events/access')).toBe(200)
    expect((await call('POST', `${own}/role/${users}`, { as })).status).toBe(201)
    expect([await status('GET', '/users'), await status('GET', '/events/access'), await status('GET', '/groups')]).toEqual([
      200, 403, 403,
    ])
    await call('PUT', `${own}/role/${groups}`, { as })
    expect([await status('GET', '/users'), await status('POST', '/groups', { name: 'New' })]).toEqual([200, 200])
    await call('PUT', `/roles/${groups}`, { body: { name: 'G', features: [{ id: 16, permissionSet: 'LIMITED' }] }, as })
    expect([await status('GET', '/groups'), await status('POST', '/groups', { name: 'Newer' })]).toEqual([200, 403])
    await call('DELETE', `/roles/${groups}`, { as })
    expect(await status('GET', '/groups')).toBe(403)
    expect((await call('GET', `${own}/roles`, { as })).json).toMatchObject({ data: [{ id: users, name: 'Viewers' }], count: 1 })
    await call('DELETE', `${own}/role/${users}`, { as })
    expect(await status('GET', '/users')).toBe(403)
  })

  it('has a role once, and does not lose one that they do not have', async () => {
    const { call, as, own, made } = await withAnn()
    const id = await made(viewers)
    for (let time = 0; time < 2; time += 1) expect((await call('POST', `${own}/role/${id}`, { as })).status).toBe(201)
    expect((await call('GET', `${own}/roles`, { as })).json.count).toBe(1)
    expect((await call('DELETE', `${own}/role/${id}`, { as })).status).toBe(204)
    expect((await call('DELETE', `${own}/role/${id}`, { as })).json.message).toBe("The requested role Id doesn't exist.")
    expect((await call('POST', `${own}/role/99`, { as })).status).toBe(404)
    expect((await call('POST', `/administrators/99/role/${id}`, { as })).json).toEqual({
      code: 404,
      message: 'Administrator with id 99 does not exist',
    })
  })

  it('begins, when migrated, with the role that allows what the type does', async () => {
    const { call, as, own, current, ann } = await withAnn()
    const permissions = ({ grants }: AdministratorPrincipal) => grants.map(({ permission }) => permission)
    for (const method of ['POST', 'PUT']) {
      expect((await call(method, `/administrators/migrate/${ann.administratorId}`, { as })).status).toBe(204)
    }
    expect((await call('GET', `${own}/roles`, { as })).json.data).toMatchObject([{ id: 3, roleType: 'DEFAULT' }])
    expect(permissions(await current())).toEqual(permissions(ann))
    expect((await call('POST', '/administrators/migrate/99', { as })).json.message).toBe(
      'Administrator with id 99 does not exist',
    )
  })

  it('does not migrate themself, whether or not that would change anything', async () => {
    const { call, as, add, own, made } = await withAnn()
    const sue = await add({ username: 'sue', type: 'SENIOR', canCreateAdmins: true })
    for (const who of [as, sue])
      expect((await call('POST', `/administrators/migrate/${who.administratorId}`, { as: who })).json).toEqual(forbidden)
    expect((await call('GET', `/administrators/${sue.administratorId}/roles`, { as })).json.count).toBe(0)
    const body = { name: 'Managers', features: [{ id: 22, permissionSet: 'FULL' }] }
    await call('POST', `/administrators/${sue.administratorId}/role/${await made(body)}`, { as })
    expect((await call('POST', `/administrators/migrate/${sue.administratorId}`, { as: sue })).json).toEqual(forbidden)
    expect((await call('GET', `${own}/roles`, { as })).json.count).toBe(0)
  })

  it('raises nobody: not themself, and not others to more than they may do', async () => {
    const { call, as, own, ann, add, current, made } = await withAnn()
    const bob = await add({ username: 'bob', type: 'ASSISTANT' })
    const features = [
      { id: 22, permissionSet: 'FULL' },
      { id: 14, permissionSet: 'LIMITED' },
    ]
    const managers = await made({ name: 'Managers', features })
    const everything = await made({ name: 'More', features: [...features, { id: 21, permissionSet: 'FULL' }] })
    await call('POST', `${own}/role/${managers}`, { as })
    const acting = await current()
    const beyond = { code: 403, message: 'Access to the requested resource was denied' }
    expect((await call('POST', `${own}/role/${managers}`, { as: acting })).json).toEqual(forbidden)
    // Bob may open doors, which Ann may not any more: she does not reach him, his password in particular.
    expect((await call('POST', `/administrators/${bob.administratorId}/role/${managers}`, { as: acting })).json).toEqual(
      forbidden,
    )
    const body = { password: 'to take it over' }
    expect((await call('POST', `/administrators/${bob.administratorId}/login`, { body, as: acting })).json).toEqual(forbidden)
    await call('POST', `/administrators/${bob.administratorId}/role/${managers}`, { as })
    expect((await call('POST', `/administrators/${bob.administratorId}/role/${everything}`, { as: acting })).json).toEqual(beyond)
    const site = { name: 'Sites', features: [{ id: 21, permissionSet: 'FULL' }] }
    expect((await call('POST', '/roles', { body: site, as: acting })).json).toEqual(beyond)
    expect((await call('PUT', `/roles/${managers}`, { body: { ...site, name: 'Managers' }, as: acting })).json).toEqual(beyond)
    expect((await call('DELETE', `/roles/${everything}`, { as: acting })).json).toEqual(beyond)
    const person = {
      username: 'eve',
      firstName: 'E',
      lastName: 'V',
      email: 'e@v.com',
      securityQuestion: 'Q',
      securityAnswer: 'A',
    }
    expect((await call('POST', '/administrators', { body: { ...person, password: 'longer than 8' }, as: acting })).json).toEqual(
      forbidden,
    )
    expect(ann.administratorId).toBe(acting.administratorId)
  })

  it('is no owner of an account, who acts without roles', async () => {
    const { call, as, add, made } = await withAnn()
    const max = await add({ username: 'max', type: 'MASTER' })
    const id = await made(viewers)
    expect((await call('POST', `/administrators/${max.administratorId}/role/${id}`, { as })).json).toEqual(forbidden)
    expect((await call('POST', `/administrators/migrate/${max.administratorId}`, { as })).status).toBe(204)
    expect((await call('GET', `/administrators/${max.administratorId}/roles`, { as })).json).toEqual({ data: [], count: 0 })
  })
})
