import { describe, expect, it } from 'vitest'
import { somebody, stranger, testApi } from '../../../support/api.ts'

const setUp = async () => {
  const api = testApi()
  const user = async (firstName: string): Promise<number> =>
    (await api.call('POST', '/users', { body: { firstName, lastName: 'Quill' } })).json.id
  const peter = await user('Peter')
  const add = (body: unknown, { userId = peter, ...options }: { userId?: number; as?: ReturnType<typeof somebody> } = {}) =>
    api.call('POST', `/credentials/createAndAssignEELPRCredential/${userId}`, { body, ...options })
  const remove = (userId: number, id: number, options = {}) =>
    api.call('DELETE', `/credentials/${userId}/unassignAndDeleteEELPRCredential/${id}`, options)
  const held = async (userId = peter) => (await api.call('GET', `/users/${userId}/credentials`)).json.data
  return { ...api, user, peter, add, remove, held }
}
const example = {
  referenceId: 'TM89PAM',
  effectiveFrom: '2023-10-13T06:11:44.789Z',
  effectiveTo: '2025-12-31T12:11:44.789Z',
}

describe('a license plate', () => {
  it('becomes a credential of the user by the document’s example, with its dates and events', async () => {
    const { add, held, peter, table } = await setUp()
    expect(await add(example)).toMatchObject({ status: 204, text: '' })
    expect(await held()).toMatchObject([
      {
        referenceId: 'TM89PAM',
        encodedCredential: 'TM89PAM',
        effectiveFrom: '2023-10-13T06:11:44Z',
        effectiveTo: '2025-12-31T12:11:44Z',
      },
    ])
    const items = table.items()
    expect(items.find(({ entity }) => entity === 'credential')).toMatchObject({ kind: 'plate', state: 'active', userId: peter })
    const types = items.flatMap(({ entity, type }) => (entity === 'event' ? [type] : []))
    expect(types).toEqual(expect.arrayContaining(['credential.created', 'credential.assigned']))
  })

  it('is valid from now on, without an end, when nothing is said', async () => {
    const { add, held } = await setUp()
    await add({ referenceId: 'b-sp 42' })
    expect(await held()).toMatchObject([
      { referenceId: 'b-sp 42', encodedCredential: 'BSP42', effectiveFrom: '2026-03-02T12:00:00Z' },
    ])
  })

  it('belongs to one credential of the account, however it is written', async () => {
    const { add, user } = await setUp()
    await add({ referenceId: 'B-SP 42' })
    expect(await add({ referenceId: 'bsp42' }, { userId: await user('Ann') })).toMatchObject({
      status: 400,
      json: { code: 400, message: 'Duplicate Credential found' },
    })
  })

  it('that several add at once is added once', async () => {
    const { add, held } = await setUp()
    const answers = await Promise.all([1, 2, 3].map(() => add({ referenceId: 'X1' })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 400, 400])
    expect(await held()).toHaveLength(1)
  })

  it.each([
    [undefined, 'ReferenceId not provided'],
    [{}, 'ReferenceId not provided'],
    [{ referenceId: '' }, 'ReferenceId not provided'],
    [{ referenceId: '- -' }, "'referenceId'"],
    [{ referenceId: 7 }, "'referenceId'"],
    [{ referenceId: 'A\u0000' }, "'referenceId'"],
    [{ referenceId: 'x'.repeat(101) }, "'referenceId'"],
    [{ referenceId: 'X', effectiveTo: 'soon' }, "'effectiveTo'"],
    [{ referenceId: 'X', effectiveFrom: '2026-05-01', effectiveTo: '2026-04-01' }, "'effectiveTo'"],
  ])('is refused with %j', async (body, text) => {
    const { add } = await setUp()
    expect(await add(body)).toMatchObject({ status: 400, json: { code: 400, message: expect.stringContaining(text) } })
  })

  it('is for a user of the account, by who may edit credentials', async () => {
    const { add, remove, peter } = await setUp()
    const missing = { status: 404, json: { code: 404, message: 'User not found' } }
    for (const refused of [await add(example, { userId: 9 }), await add(example, { as: stranger() }), await remove(9, 9)])
      expect(refused).toMatchObject(missing)
    const csr = somebody({ type: 'CSR' })
    expect((await add(example, { as: csr })).status).toBe(403)
    expect((await remove(peter, 9, { as: csr })).status).toBe(403)
  })

  it('is taken from its user and deleted, and may be added again', async () => {
    const { add, remove, held, peter, call } = await setUp()
    await add(example)
    const [{ id }] = await held()
    expect((await remove(peter, id)).status).toBe(204)
    expect((await call('GET', `/credentials/${id}`)).status).toBe(404)
    expect(await remove(peter, id)).toMatchObject({ status: 404, json: { message: 'Credential not found' } })
    expect((await add(example)).status).toBe(204)
  })

  it('is deleted from its own user only, and nothing but a plate is', async () => {
    const { add, remove, held, peter, user, call } = await setUp()
    await add(example)
    const [{ id }] = await held()
    const card = { credentialFormat: { id: 110 }, encodedCredential: 'abc', size: 12 }
    const cardId = (await call('POST', '/credentials', { body: card })).json.id
    await call('PUT', `/users/${peter}/credentials/${cardId}`)
    const none = { status: 404, json: { code: 404, message: 'Credential not found' } }
    expect(await remove(await user('Ann'), id)).toMatchObject(none)
    expect(await remove(peter, cardId)).toMatchObject(none)
    expect(await held()).toHaveLength(2)
  })
})
