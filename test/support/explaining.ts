import { firstPosture } from '../../shared/domain/devices/posture/entity.ts'
import { AccountId, PanelId } from '../../shared/lib/ids.ts'
import { testApi } from './api.ts'
import { addDoors } from './panels.ts'

/** Noon of a Monday, on the clock of the site 7 in the morning. */
export const monday = Date.UTC(2026, 2, 2, 12)

const office = { monday: [{ start: '06:00', end: '18:00' }] }

/**
 * Two doors of a panel. Ada is in the group Staff, which may pass the front door on Mondays from 6 to 18; she has a card of 26 bits
 * and the PIN 4711.
 */
export const addAda = async (given: Pick<ReturnType<typeof testApi>, 'call' | 'deps'>, serialNumber = 'SP-1') => {
  const { call } = given
  const made = async (path: string, body: object): Promise<number> => {
    const answer = await call('POST', path, { body })
    if (answer.status > 201) throw new Error(`POST ${path}: ${answer.text}`)
    return answer.json.id
  }
  const place = await addDoors(given, serialNumber)
  const staff = await made('/groups', { name: 'Staff' })
  const mondays = await made('/schedules', { name: 'Mondays', scheduleBlocks: office })
  const ada = await made('/users', { firstName: 'Ada', lastName: 'Lovelace', pin: '4711' })
  const card = (encodedCredential: string, size: number) =>
    made('/credentials', { credentialFormat: { id: 110 }, referenceId: encodedCredential, encodedCredential, size })
  const adasCard = await card('a00c8', 26)
  const give = (credential: number, user: number, body: object = {}) =>
    call('PUT', `/users/${user}/credentials/${credential}`, { body })
  const permit = (group: number, door: number, schedule: number, more: object = {}) =>
    call('PUT', `/groups/${group}/access/access-points/${door}`, { body: { schedule: { id: schedule }, ...more } })
  await give(adasCard, ada)
  await call('PUT', `/groups/${staff}/users/${ada}`)
  await permit(staff, place.front, mondays)
  const explain = async (body: object, options: Parameters<typeof call>[2] = {}) =>
    call('POST', '/decisions/explain', { body: { accessPointId: place.front, ...body }, ...options })
  const setPosture = async (rest: 'normal' | 'lockdown') => {
    const posture = firstPosture(PanelId.parse(place.controlPanelId))
    const next = { ...posture, version: 1, modes: { ...posture.modes, rest } }
    await given.deps.postures.replace(AccountId.parse(1), next, {}, undefined)
  }
  return { ...place, made, card, give, permit, explain, setPosture, staff, mondays, ada, adasCard }
}

/** The same in an API of its own. */
export const withAda = async () => {
  const api = testApi()
  return { ...api, ...(await addAda(api)) }
}
