/**
 * Fills a local cloud with the demo's dealer and tenants, once, and prints at every start what is there. Usage:
 * `main.ts <cloud.json>`. Writes `demo.json` (what clients need to know) and `simulator.json` (the panels to simulate).
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { AccountId } from '../../shared/lib/ids.ts'
import { type CloudSettings, dataFiles, urlsOf } from '../settings.ts'
import { demoApi, passwordToken } from './client.ts'
import { publishFirmware } from './firmware.ts'
import { openOffice } from './office.ts'
import { operator } from './operator.ts'
import { type DemoTenantPlan, dealer, tenants } from './tenants.ts'

const [, , settingsFile] = process.argv
if (!settingsFile) throw new Error('Usage: main.ts <cloud.json>')
// The launcher wrote this file just before it started this program.
const settings = JSON.parse(readFileSync(settingsFile, 'utf8')) as CloudSettings
const files = dataFiles(settings.dataDir)
const urls = urlsOf(settings.ports)

/** Written whole or not at all: a reader never sees half a file. */
const write = (file: string, value: unknown): void => {
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

/** What may differ from one start to the next: where everything listens. */
const addresses = {
  authUrl: urls.http,
  apiUrl: urls.http,
  panelUrl: urls.http,
  mail: { url: urls.mail },
  simulator: { url: urls.simulator },
}

type Operator = Awaited<ReturnType<typeof operator>>

/** One tenant from nothing: its account, administrator and applications by the operator's hand, the rest through the API. */
const openTenant = async (operate: Operator, tenant: DemoTenantPlan, dealerId: AccountId, apiKey: string) => {
  const account = await operate.account(tenant.name, dealerId)
  await operate.administrator(account.id, 'MASTER', tenant.admin)
  const passwordApp = clientOf(await operate.application(account.id, { name: `${tenant.name} back office`, kind: 'password' }))
  const partner = async (name: string, redirectUri: string) => ({
    ...clientOf(await operate.application(account.id, { name, kind: 'partner', redirectUris: [redirectUri] })),
    redirectUri,
  })
  const partnerApp = await partner('Visitor Book', tenant.redirectUri)
  const startPageApp = await partner('The start page', `${urls.http}/`)
  const token = await passwordToken(urls.http, passwordApp, tenant.admin)
  const { pairing, ...office } = await openOffice(demoApi(urls.http, token, apiKey), tenant)
  const { username, password } = tenant.admin
  const admin = { username, password }
  return { pairing, known: { accountId: account.id, name: tenant.name, admin, passwordApp, partnerApp, startPageApp, ...office } }
}

/** What a client needs to know of an application. */
const clientOf = ({ clientId, clientSecret }: { clientId: string; clientSecret: string }) => ({ clientId, clientSecret })

const seed = async () => {
  await publishFirmware()
  const operate = await operator()
  const dealerAccount = await operate.account(dealer.name)
  await operate.administrator(dealerAccount.id, 'DEALER', dealer.admin)
  const application = await operate.application(dealerAccount.id, { name: `${dealer.name} back office`, kind: 'password' })
  const apiKey = await operate.apiKey(dealerAccount.id, application.id, 'Demo')
  const opened = await Promise.all(tenants.map((tenant) => openTenant(operate, tenant, dealerAccount.id, apiKey)))
  const { username, password } = dealer.admin
  const demo = {
    apiKey,
    dealer: { accountId: dealerAccount.id, username, password, passwordApp: clientOf(application) },
    tenants: opened.map(({ known }) => known),
  }
  return { demo, panels: opened.flatMap(({ pairing }) => pairing) }
}

if (existsSync(files.demo)) {
  write(files.demo, { ...JSON.parse(readFileSync(files.demo, 'utf8')), ...addresses })
} else {
  writeFileSync(files.demoBegun, '')
  const { demo, panels } = await seed()
  write(files.simulator, { panels })
  write(files.demo, { ...addresses, ...demo })
}
