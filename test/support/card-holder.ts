import { testApi } from './api.ts'

/** The API with a user and a card; `path` assigns the one to the other. */
export const userAndCard = async () => {
  const api = testApi()
  const { call } = api
  const user = async (lastName: string, more: object = {}): Promise<number> =>
    (await call('POST', '/users', { body: { firstName: 'Peter', lastName, ...more } })).json.id
  const card = async (number: number): Promise<number> => {
    const fieldValues = [
      { id: 1, value: number },
      { id: 2, value: 70 },
    ]
    return (await call('POST', '/credentials', { body: { credentialFormat: { id: 100 }, fieldValues } })).json.id
  }
  const dates = async (userId: number) => {
    const [{ effectiveFrom, effectiveTo }] = (await call('GET', `/users/${userId}/credentials`)).json.data
    return { effectiveFrom, effectiveTo }
  }
  const peter = await user('Quill')
  const cardId = await card(329)
  const path = `/users/${peter}/credentials/${cardId}`
  return { ...api, user, card, dates, peter, cardId, path }
}

/** Where the clock of the API stands. */
export const now = '2026-03-02T12:00:00Z'
