import { describe, expect, it } from 'vitest'
import { pairPanel } from '../../shared/domain/devices/panels/pair.ts'
import { day } from '../../shared/lib/clock.ts'
import { addPairedPanel, newKey, testGateway } from '../support/gateway.ts'
import { addDoors } from '../support/panels.ts'

const pairBody = async (pairingCode: string, serialNumber = 'SP-1', key?: object) =>
  JSON.stringify({ serialNumber, pairingCode, publicKey: key ?? (await newKey()).published })

describe('pairing', () => {
  it('gives the panel its id, where it connects, and whose signatures it is to believe', async () => {
    const gateway = await testGateway()
    const { controlPanelId, pairingCode } = await addDoors(gateway)
    const paired = await gateway.http('POST', '/panels/pair', await pairBody(pairingCode))
    expect(paired).toMatchObject({
      statusCode: 200,
      json: { panelId: controlPanelId, socketUrl: 'wss://panels.example/local', keys: { keys: [gateway.cloud.published] } },
    })
    const shown = await gateway.call('GET', `/control-panels/${controlPanelId}`)
    expect(shown.json).toMatchObject({ activated: '2026-03-02T12:00:00Z', status: 'DISCONNECTED' })
    expect(gateway.table.items().filter(({ type }) => type === 'panel.paired')).toHaveLength(1)
  })

  it('refuses a serial number that no table takes as a key', async () => {
    const gateway = await testGateway()
    const refused = await gateway.http('POST', '/panels/pair', await pairBody('AAAA-BBBB', 'SP-\ud800'))
    expect(refused).toMatchObject({ statusCode: 400, json: { message: expect.stringContaining("'serialNumber'") } })
  })

  it('takes the code however it is typed', async () => {
    const gateway = await testGateway()
    const { pairingCode } = await addDoors(gateway)
    const typed = ` ${pairingCode.toLowerCase().replaceAll('-', '').replaceAll('0', 'o').replaceAll('1', 'l')} `
    expect((await gateway.http('POST', '/panels/pair', await pairBody(typed, 'sp-1'))).statusCode).toBe(200)
  })

  it('is answered again when the same key asks again, as its answer may have been lost', async () => {
    const gateway = await testGateway()
    const { pairingCode } = await addDoors(gateway)
    const body = await pairBody(pairingCode)
    const first = await gateway.http('POST', '/panels/pair', body)
    const stored = gateway.table.items()
    const again = await gateway.http('POST', '/panels/pair', body)
    expect(again.json).toEqual(first.json)
    expect(gateway.table.items()).toEqual(stored)
  })

  it('is refused in the same words for a used code, a wrong one, an old one, and an unknown panel', async () => {
    const gateway = await testGateway()
    const { pairingCode } = await addDoors(gateway)
    const { pairingCode: late } = await addDoors(gateway, 'SP-2')
    await gateway.http('POST', '/panels/pair', await pairBody(pairingCode))
    gateway.clock.now += day
    const bodies = [
      await pairBody(pairingCode),
      await pairBody('AAAA-AAAA-AAAA-AAAA'),
      await pairBody(late, 'SP-2'),
      await pairBody(late, 'SP-1'),
      await pairBody(pairingCode, 'SP-404'),
    ]
    for (const body of bodies) {
      const refused = await gateway.http('POST', '/panels/pair', body)
      expect(refused).toMatchObject({ statusCode: 403, json: { code: 403, message: 'The pairing code is not valid' } })
    }
  })

  it('by two keys at the same moment is won by one', async () => {
    const gateway = await testGateway()
    const { pairingCode } = await addDoors(gateway)
    const bodies = await Promise.all(Array.from({ length: 5 }, () => pairBody(pairingCode)))
    const answers = await Promise.all(bodies.map((body) => gateway.http('POST', '/panels/pair', body)))
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 403, 403, 403, 403])
  })

  it('once more ends what was paired: the old key opens nothing and its connection is over', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    await gateway.call('POST', `/control-panels/${panel.panelId}/pairing-code`)
    expect((await panel.connect('c2')).statusCode).toBe(401)
    await panel.speak('c1', panel.aHeartbeat())
    expect(gateway.over).toContain('c1')
    expect(gateway.said('c1')).toEqual([])
    expect((await gateway.call('POST', `/access-points/${panel.front}/activate`)).status).toBe(412)
  })

  it.each([
    ['{', 'The request body is not JSON'],
    ['[]', "'the body'"],
    ['{}', "'serialNumber'"],
    [JSON.stringify({ serialNumber: 'SP-1', pairingCode: 'secret-code', publicKey: { kty: 'RSA' } }), "'publicKey.kty'"],
    [JSON.stringify({ serialNumber: 'SP-1', pairingCode: 7 }), "'pairingCode'"],
  ])('refuses %s and names what is wrong, never the code', async (body, named) => {
    const gateway = await testGateway()
    const refused = await gateway.http('POST', '/panels/pair', body)
    expect(refused).toMatchObject({ statusCode: 400, json: { code: 400, message: expect.stringContaining(named) } })
    expect(refused.body).not.toContain('secret-code')
  })
})

describe('the addresses of the gateway', () => {
  it('refuse a body that is not of its charset', async () => {
    const gateway = await testGateway()
    const post = async (body: string, type: string) =>
      (await gateway.http('POST', '/panels/pair', body, { 'content-type': type })).statusCode
    expect(await post('{"serialNumber":"\ufffd"}', 'application/json')).toBe(400)
    expect(await post('{}', 'application/json; charset=nonsense')).toBe(415)
  })

  it('read a body by its charset, however API Gateway hands it over', async () => {
    const gateway = await testGateway()
    const { pairingCode } = await addDoors(gateway)
    const encoded = Buffer.from(await pairBody(pairingCode), 'utf16le').toString('base64')
    const headers = { 'content-type': 'application/json; charset=utf-16le' }
    const paired = await gateway.http('POST', '/panels/pair', encoded, headers, { isBase64Encoded: true })
    expect(paired).toMatchObject({ statusCode: 200, isBase64Encoded: false })
  })

  it('publish the keys that sign commands and rules', async () => {
    const gateway = await testGateway()
    for (const path of ['/panels/keys', '/panels/keys/']) {
      const { json, headers } = await gateway.http('GET', path, undefined)
      expect(json).toEqual({ keys: [gateway.cloud.published] })
      expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'public, max-age=300' })
    }
  })

  it('are no others, and take no other verbs, nor bodies over 1 MB', async () => {
    const gateway = await testGateway()
    expect((await gateway.http('GET', '/panels/other', undefined)).statusCode).toBe(404)
    const verb = await gateway.http('GET', '/panels/pair', undefined)
    expect(verb).toMatchObject({ statusCode: 405, headers: { allow: 'POST' }, json: { code: 405, message: 'Use POST' } })
    expect((await gateway.http('POST', '/panels/messages', 'x'.repeat(1_048_577))).statusCode).toBe(413)
  })
})

describe('guesses at a pairing code', () => {
  it('are slowed down after ten by serial number and network, whether there is such a panel or not', async () => {
    const gateway = await testGateway()
    const { pairingCode } = await addDoors(gateway)
    for (const serialNumber of ['SP-1', 'SP-404']) {
      for (let count = 0; count < 10; count += 1) {
        const refused = await gateway.http('POST', '/panels/pair', await pairBody('AAAA-AAAA-AAAA-AAAA', serialNumber))
        expect(refused.statusCode).toBe(403)
      }
      const late = await gateway.http('POST', '/panels/pair', await pairBody(pairingCode, serialNumber))
      expect(late).toMatchObject({ statusCode: 429, headers: { 'retry-after': '1' } })
      expect(JSON.parse(late.body)).toEqual({
        code: 429,
        message: 'Too many wrong pairing codes came from this network; try again in 1 seconds',
      })
    }
    gateway.clock.now += 1_000
    expect((await gateway.http('POST', '/panels/pair', await pairBody(pairingCode))).statusCode).toBe(200)
  })

  it('do not keep out who has the code and is somewhere else', async () => {
    const gateway = await testGateway()
    const { pairingCode } = await addDoors(gateway)
    const attack = { ...(await claimOf('AAAA-AAAA-AAAA-AAAA')), from: '198.51.100' }
    for (let count = 0; count < 20; count += 1) await pairPanel(gateway.deps, attack)
    expect(await pairPanel(gateway.deps, attack)).toMatchObject({ ok: false, error: { kind: 'too_many_guesses' } })
    const owner = { ...(await claimOf(pairingCode)), from: '203.0.113' }
    expect(await pairPanel(gateway.deps, owner)).toMatchObject({ ok: true })
  })

  const claimOf = async (pairingCode: string) => {
    const { kty, crv, x } = (await newKey()).published
    return { serialNumber: 'SP-1', pairingCode, key: { kty, crv, x }, keyId: 'k' }
  }
})
