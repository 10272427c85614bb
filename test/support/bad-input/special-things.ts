import { FirmwareImage } from '../../../shared/domain/devices/firmware/entity.ts'
import type { AdministratorPrincipal, Principal } from '../../../shared/domain/identity/principals/principal.ts'
import { AdministratorId } from '../../../shared/lib/ids.ts'
import { somebody, type testApi } from '../api.ts'
import { cardHolder } from '../digital.ts'
import { accountContact, bodies, type Ids } from '../every-call.ts'
import { png } from '../images.ts'
import { fileForm } from '../photos.ts'

type Api = ReturnType<typeof testApi>
type Account = { as: AdministratorPrincipal; ids: Ids }
type Call = Api['call']

/** How a call differs that does nothing to the things that every account is furnished with. */
export type Special = {
  /** Other ids for its path. */
  ids?: Ids
  query?: string
  headers?: Record<string, string>
  body?: unknown
  as?: Principal
}
const owner = { firstName: 'Olga', lastName: 'Owner', email: 'olga@example.com' }

type Specials = Readonly<Record<string, Special>>

/** Makes over the API what calls need that an account is not furnished with, and says how each of them is made. */
export const specialThings = async (api: Api, account: Account): Promise<Specials> => {
  const call: Call = async (method, path, options) => {
    const answer = await api.call(method, path, { as: account.as, ...options })
    if (answer.status > 204) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
    return answer
  }
  return {
    ...(await ofPhones(call, account)),
    ...(await ofFaces(call, api)),
    ...(await ofPlaces(call, api, account)),
    ...(await ofAdministrators(call, account)),
    getCurrentTime: { headers: { 'current-date': '2026-03-02T12:00:00Z' } },
  }
}

const made = async (call: Call, path: string, body: unknown): Promise<number> => (await call('POST', path, { body })).json.id
const person = (call: Call, firstName: string) => made(call, '/users', { firstName, lastName: 'Person' })

const ofPhones = async (call: Call, { as, ids }: Account): Promise<Specials> => {
  const invite = async (userId: number) => {
    const body = { referenceId: 'phone@example.com' }
    return (await call('POST', `/users/${userId}/credentials/digital-invitations`, { body })).json
  }
  const codeOf = async (userId: number): Promise<string> =>
    (await call('GET', `/users/${userId}/credentials/digital-invitations`)).json.data[0].accessCode
  const [invited, owner, awaited] = [await person(call, 'Ida'), await person(call, 'Olga'), await person(call, 'Ivy')]
  await invite(invited)
  const { credentialId } = await invite(owner)
  const redemption = { accessCode: await codeOf(owner) }
  await call('POST', '/v1/public/digital-invitations/redeem', { body: redemption, as: null })
  await invite(awaited)
  const visitor = bodies(ids).createVisitor
  const visitorUserId = await made(call, '/brivo-visitor/create-and-assign-visitor-user', {
    ...(visitor as object),
    credentialType: 'MOBILE_PASS',
  })
  const holder = { as: cardHolder(owner, as.accountId) }
  const pass = { userId: owner, accessCredentialId: credentialId, referenceId: 'phone@example.com' }
  return {
    listUserDigitalInvitations: { ids: { userId: invited } },
    resendUserDigitalInvitation: { ids: { userId: invited } },
    cancelUserDigitalInvitation: { ids: { userId: invited } },
    redeemDigitalInvitation: { body: { accessCode: await codeOf(awaited) } },
    setBrivoWalletPasses: { body: { bmpCredentials: [pass] }, query: '?nfcEnabled=true' },
    renewVisitorDigitalInvitation: { ids: { visitorUserId } },
    getOwnDigitalCredential: holder,
    getPass: holder,
  }
}

const ofFaces = async (call: Call, { mails }: Api): Promise<Specials> => {
  const withFace = async (firstName: string) => {
    const userId = await person(call, firstName)
    await call('POST', `/users/${userId}/photo`, fileForm(png()))
    const body = { email: 'face@example.com', language: 'English' }
    await call('POST', `/credentials/createAndAssignFaceprintCredential/${userId}`, { body })
    return { userId, query: /\?token=\S+/.exec(mails.at(-1)?.text ?? '')?.[0] ?? '' }
  }
  const [asked, known] = [await withFace('Flo'), await withFace('Fay')]
  await call('POST', `/v1/public/face-consents/give${known.query}`, { as: null })
  return {
    showFaceConsent: { query: asked.query },
    giveFaceConsent: { query: asked.query },
    withdrawFaceConsent: { query: known.query },
    deleteFaceprintCredential: { ids: { userId: known.userId } },
    updateFaceprintCredentialDates: { ids: { userId: known.userId } },
  }
}

const ofPlaces = async (call: Call, api: Api, { ids }: Account): Promise<Specials> => {
  api.images.push(FirmwareImage.parse({ version: '5.2.0', file: 'images/5.2.0.bin', sha256: 'a'.repeat(64), bytes: 12 }))
  const siteId = await made(call, '/sites', { siteName: 'Empty', timeZone: 'UTC' })
  const panel = { serialNumber: 'SP-spare', name: 'Spare', siteId: ids.siteId }
  const egress = await made(call, '/emergency-scenarios', {
    name: 'Way out',
    threatLevelTypeId: 3,
    deviceIds: [ids.accessPointId],
  })
  const held = await made(call, '/access-points', { name: 'Held', controlPanelId: ids.controlPanelId })
  await call('POST', `/schedules/change-state/${held}`, { body: { endTimeMode: 'INDEFINITE', behavior: 'LOCK' } })
  const elevatorId = ids.accessPointId
  const floor = await made(call, '/access-points', { name: 'First', type: 'FLOOR', elevatorId, floorNumber: 1, relay: 11 })
  const { json: video } = await call(
    'GET',
    `/cameras/${ids.cameraId}/video?startTime=2026-03-02T10:00:00Z&endTime=2026-03-02T11:00:00Z`,
  )
  const plateOwner = await person(call, 'Pia')
  await call('POST', `/credentials/createAndAssignEELPRCredential/${plateOwner}`, { body: { referenceId: 'TM89ABC' } })
  const { json: plates } = await call('GET', `/users/${plateOwner}/credentials`)
  return {
    deleteSite: { ids: { siteId } },
    deleteControlPanel: { ids: { controlPanelId: await made(call, '/control-panels', panel) } },
    initiateEmergencyEgress: { ids: { scenarioId: egress } },
    clearEmergencyEgress: { ids: { scenarioId: egress } },
    cancelDoorOverride: { ids: { accessPointId: held } },
    activateElevator: { body: { pulseTime: 1, targetDevices: [floor] } },
    openDemoClip: { ids: { link: String(video.videoClips[0].url).split('/').at(-1) ?? '' } },
    deleteLicensePlateCredential: { ids: { userId: plateOwner, credentialId: plates.data[0].id } },
  }
}

const ofAdministrators = async (call: Call, { as, ids }: Account): Promise<Specials> => {
  const roleId = await made(call, '/roles', { name: 'Held', features: [] })
  await call('POST', `/administrators/${ids.administratorId}/role/${roleId}`)
  const holder = somebody({
    accountId: as.accountId,
    administratorId: AdministratorId.parse(ids.administratorId),
    canCreateAdmins: true,
  })
  await call('POST', '/tokens/service-token', { as: holder })
  const dealer = somebody({ accountId: as.accountId, type: 'DEALER' })
  const customer = { name: 'Customer', contact: accountContact, masterAdmin: { ...owner, username: 'customers.owner' } }
  const { json } = await call('POST', '/accounts', { body: customer, as: dealer })
  const ofCustomer = { as: dealer, ids: { accountId: json.id } }
  const contacts = { contact: accountContact, emergency: accountContact, billing: accountContact }
  return {
    getCurrentAdministrator: { as: holder },
    getServiceToken: { as: holder },
    revokeServiceToken: { as: holder },
    removeRole: { ids: { roleId } },
    deleteRole: { ids: { roleId: await made(call, '/roles', { name: 'Of nobody', features: [] }) } },
    createAccount: { as: dealer },
    updateAccount: { as: dealer, body: { name: 'New', ...contacts } },
    closeAccount: ofCustomer,
    reopenAccount: ofCustomer,
    inviteAccountOwner: ofCustomer,
  }
}
