import { digitalApi } from './digital.ts'
import { png } from './images.ts'
import { fileForm } from './photos.ts'

/** The API with a user who has a photo, and the calls about the faces of users. */
export const faceApi = async () => {
  const api = await digitalApi()
  const upload = (userId = api.john) => api.call('POST', `/users/${userId}/photo`, fileForm(png()))
  await upload()
  const body = { email: 'john.doe@brivo.com', language: 'English' }
  const create = (given: object = {}, userId = api.john, options: object = {}) =>
    api.call('POST', `/credentials/createAndAssignFaceprintCredential/${userId}`, { body: { ...body, ...given }, ...options })
  const remove = (userId = api.john, options: object = {}) =>
    api.call('DELETE', `/credentials/deleteFaceprintCredential/${userId}`, options)
  const dates = (given?: object, userId = api.john, options: object = {}) =>
    api.call('PUT', `/credentials/updateFaceprintCredentialDates/${userId}`, { ...(given ? { body: given } : {}), ...options })
  /** The path of the link in the last mail. */
  const link = () => /https:\/\/cloud\.example(\S+)/.exec(api.mails.at(-1)?.text ?? '')?.[1] ?? ''
  /** Opens the link as a browser does, or sends a form of its page. */
  const open = (path = link()) => api.call('GET', path, { as: null, headers: { 'api-key': '' } })
  const answer = (action: 'give' | 'withdraw', path = link()) =>
    api.call('POST', path.replace('?', `/${action}?`), {
      as: null,
      body: new Uint8Array(),
      headers: { 'api-key': '', 'Content-Type': 'application/x-www-form-urlencoded' },
    })
  const faces = async () =>
    (await api.deps.credentials.ofUser(1 as never, api.john as never)).filter(({ kind }) => kind === 'face')
  return { ...api, upload, create, remove, dates, link, open, answer, faces }
}
