import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sparticuz from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiWalk, authorizeUrl, type Demo, under } from '../../local/demo-file.ts'
import { startPage } from '../../local/pages/start.ts'
import { defaultPorts } from '../../local/settings.ts'
import { serve } from '../support/serve.ts'

const folder = mkdtempSync(join(tmpdir(), 'sallyport-page-'))
const settings = { dataDir: folder, assemblyDir: '', ports: defaultPorts, isTethered: true }
let page: Awaited<ReturnType<typeof serve>>
let simulator: Awaited<ReturnType<typeof serve>>
let browser: Browser
const presented: unknown[] = []

const demoAt = (simulatorUrl: string): Demo => ({
  authUrl: 'http://127.0.0.1:8080',
  apiUrl: 'http://127.0.0.1:8080',
  panelUrl: 'http://127.0.0.1:8080',
  apiKey: 'demo-key',
  mail: { url: 'http://127.0.0.1:8085/mail' },
  dealer: { accountId: 1, username: 'dana', password: 'pass', passwordApp: { clientId: 'dealers', clientSecret: 'secret' } },
  tenants: [
    {
      accountId: 2,
      name: 'Mill <& Sons>',
      admin: { username: 'mary', password: 'a&b c' },
      passwordApp: { clientId: 'id', clientSecret: 'secret' },
      partnerApp: { clientId: 'partner', clientSecret: 'secret', redirectUri: 'http://127.0.0.1:8090/callback' },
      startPageApp: { clientId: 'start-page', clientSecret: 'secret', redirectUri: 'http://127.0.0.1:8080/' },
      sites: [{ id: 3, siteName: 'River', timeZone: 'Europe/Berlin' }],
      panels: [{ id: 4, serialNumber: 'SP-1', accessPoints: [{ id: 5, name: 'Front door', type: 'DOOR' }] }],
      cameras: [{ id: 8, name: 'Front door camera' }],
      groups: [],
      schedules: [],
      cards: [{ holder: 'Ann', encodedCredential: '28c0293' }],
    },
  ],
  simulator: { url: simulatorUrl },
})

const simulated = async (request: Request): Promise<Response> => {
  const headers = {
    'access-control-allow-origin': '*',
    'access-control-allow-headers': 'content-type',
    'content-type': 'application/json',
  }
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers })
  if (request.method === 'POST') {
    presented.push([new URL(request.url).pathname, await request.json()])
    return new Response(JSON.stringify({ decision: 'denied', reason: 'schedule', configVersion: 3 }), {
      headers,
    })
  }
  const doors = [{ accessPointId: 5, state: 'locked', pulses: 1 }]
  return new Response(JSON.stringify({ connected: true, appliedVersion: 3, doors }), { headers })
}

beforeAll(async () => {
  simulator = await serve(simulated)
  page = await serve(() => new Response(startPage(settings), { headers: { 'content-type': 'text/html; charset=utf-8' } }))
  // As a person's browser is: several processes, and the same-origin rules in force.
  const args = sparticuz.args.filter((argument) => argument !== '--single-process' && argument !== '--disable-web-security')
  browser = await chromium.launch({ executablePath: await sparticuz.executablePath(), args, headless: true })
})
afterAll(async () => {
  await browser?.close()
  await page?.close()
  await simulator?.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the start page', () => {
  it('says that the demo is still being made, until it is', () => expect(startPage(settings)).toContain('still being made'))
  it('leads a newcomer to the sign-in, the mails, the doors and the API', async () => {
    writeFileSync(join(folder, 'demo.json'), JSON.stringify(demoAt(simulator.url)))
    const tab = await browser.newPage()
    await tab.goto(page.url)
    const [first] = demoAt(simulator.url).tenants
    if (!first) throw new Error('The demo has no tenant')
    expect(await tab.getByRole('link', { name: 'Sign in to Mill <& Sons>' }).getAttribute('href')).toBe(
      authorizeUrl(demoAt(simulator.url), first),
    )
    expect(await tab.getByRole('link', { name: /Every mail/ }).getAttribute('href')).toBe('http://127.0.0.1:8085/mail')
    expect(await tab.locator('pre').allTextContents()).toEqual(
      apiWalk(demoAt(simulator.url), first).map(({ command }) => command),
    )
    await tab.close()
  })
  it('shows the code that a partner application is redirected with, and how it is exchanged', () => {
    expect(startPage(settings, new URLSearchParams({ code: 'a"b' }))).toContain('grant_type=authorization_code -d code=a%22b')
    expect(startPage(settings, new URLSearchParams({ error: '<script>' }))).toContain('&lt;script&gt;')
  })
  it('presents a card with the keyboard alone, and says what the panel decided', async () => {
    const tab = await browser.newPage()
    await tab.goto(page.url)
    await tab.getByText('connected, rules version 3').waitFor()
    await tab.getByText('locked, pulsed 1 time').waitFor()
    await tab.getByRole('button', { name: 'Present a card at Front door' }).focus()
    await tab.keyboard.press('Enter')
    await tab.getByText('Denied: schedule').waitFor()
    expect(presented).toEqual([['/panels/SP-1/present', { accessPointId: 5, encodedCredential: '28c0293' }]])
    await tab.close()
  })
})

describe('an address below a base URL', () => {
  it.each([
    ['http://h', '/oauth/token', 'http://h/oauth/token'],
    ['http://h/', '/oauth/token', 'http://h/oauth/token'],
    ['http://h/oauth', '/oauth/token', 'http://h/oauth/token'],
  ])('%s and %s give %s', (base, path, expected) => expect(under(base, path)).toBe(expected))
})
