import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { webhookPost } from '../../functions/webhook-sender/post.ts'
import { startUnruly } from '../support/unruly-receiver.ts'

/** Of receiver.test, signed by itself and made for this test: it opens nothing. */
const cert = `-----BEGIN CERTIFICATE-----
MIIBojCCAUegAwIBAgIUY3X+lYCeUgFww4mP4mGn3vD624MwCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNcmVjZWl2ZXIudGVzdDAgFw0yNjExMjYxNDI0MDdaGA8yMTI2
MTEwMjE0MjQwN1owGDEWMBQGA1UEAwwNcmVjZWl2ZXIudGVzdDBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABFPBFx38LQktfh4AG1xXo6yarRzdqO/9kKhiHuNF/It2
l9j6pw/XAzMmgF+FiFTE9SU5oeF2fzZjTkHMoY6CZvWjbTBrMB0GA1UdDgQWBBQQ
86btceLi85muYngMCu3YLu2TejAfBgNVHSMEGDAWgBQQ86btceLi85muYngMCu3Y
Lu2TejAPBgNVHRMBAf8EBTADAQH/MBgGA1UdEQQRMA+CDXJlY2VpdmVyLnRlc3Qw
CgYIKoZIzj0EAwIDSQAwRgIhAIHQ7tpaWCW45arZDNAY/xoO1klqgdodgR8pfXsw
HHVuAiEAkgqTrJi3HneEerdpU1j2nE6yslEIT2AWoN9vVod1WpY=
-----END CERTIFICATE-----
`
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgkrcptHLNyjRKqZv+
/2igi6GXI57SThphw6eV+xvzOSShRANCAARTwRcd/C0JLX4eABtcV6Osmq0c3ajv
/ZCoYh7jRfyLdpfY+qcP1wMzJoBfhYhUxPUlOaHhdn82Y05BzKGOgmb1
-----END PRIVATE KEY-----
`

let receiver: Awaited<ReturnType<typeof startUnruly>>
const usual = getCACertificates('default')
beforeAll(() => setDefaultCACertificates([cert]))
afterAll(() => setDefaultCACertificates(usual))
beforeEach(async () => {
  receiver = await startUnruly({ key, cert })
})
afterEach(() => receiver.stop())

describe('a post over TLS', () => {
  it('reaches a host whose certificate is trusted, at the address that was checked, over a kept connection', async () => {
    const post = webhookPost(Date.now)
    const send = () =>
      post({ url: new URL(`https://receiver.test:${receiver.port}/`), addresses: ['127.0.0.1'], headers: {}, body: '{}' })
    for (const _ of [1, 2]) expect(await send()).toMatchObject({ attempt: { status: 200 } })
    expect(receiver.seen).toMatchObject({ requests: 2, connections: 1 })
  })

  it('names the host without its last dot in TLS, and with it in the request', async () => {
    const url = new URL(`https://receiver.test.:${receiver.port}/`)
    const { attempt } = await webhookPost(Date.now)({ url, addresses: ['127.0.0.1'], headers: {}, body: '{}' })
    expect(attempt.status).toBe(200)
    expect(receiver.seen.headers[0]?.host).toBe(`receiver.test.:${receiver.port}`)
  })

  it.each(['other.test', '127.0.0.1'])('is not sent to %s, for which the certificate was not given', async (name) => {
    const url = new URL(`https://${name}:${receiver.port}/`)
    const { attempt } = await webhookPost(Date.now)({ url, addresses: ['127.0.0.1'], headers: {}, body: '{}' })
    expect(attempt).toMatchObject({ failure: 'tls' })
    expect(receiver.seen.requests).toBe(0)
  })
})
