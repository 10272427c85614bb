import { request as httpRequest } from 'node:http'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frontDoor } from '../rules.ts'
import { panelPath, usePanel } from './stage.ts'

const { powerOn, ready, request, status, present, fault } = usePanel()

const messageOf = async (answer: Response) => ((await answer.json()) as { message: string }).message

describe('the control surface', () => {
  it('names the field that is wrong', async () => {
    await powerOn()
    const wrong: [string, unknown, string][] = [
      ['present', {}, 'accessPointId'],
      ['present', { accessPointId: '501', encodedCredential: 'a' }, 'accessPointId'],
      ['present', { accessPointId: frontDoor }, 'encodedCredential'],
      ['present', { accessPointId: frontDoor, encodedCredential: 'xyz' }, 'encodedCredential'],
      ['present', { accessPointId: frontDoor, encodedCredential: '' }, 'encodedCredential'],
      ['present', { accessPointId: frontDoor, pin: 1234 }, 'pin'],
      ['present', { accessPointId: frontDoor, pin: '1', at: 'yesterday' }, 'at'],
      ['present', { accessPointId: frontDoor, pin: '1', at: -1 }, 'at'],
      ['present', { accessPointId: frontDoor, pin: '1', at: true }, 'at'],
      ['present', { accessPointId: frontDoor, pin: '1', side: 3 }, 'side'],
      ['present', { accessPointId: frontDoor, pin: '1', readerId: 'x' }, 'readerId'],
      ['present', [], 'The body'],
      ['link', { state: 'sideways' }, 'state'],
      ['clock', { offsetSeconds: 'much' }, 'offsetSeconds'],
      ['clock', { offsetSeconds: 1e300 }, 'offsetSeconds'],
      ['fault', { kind: 'earthquake' }, 'kind'],
      ['fault', { kind: 'lose_ack', count: -1 }, 'count'],
      ['fault', { kind: 'lose_receipt', count: 'all' }, 'count'],
      ['fault', { kind: 'frames', seed: -1 }, 'seed'],
      ['fault', { kind: 'frames', rates: { toCloud: { drop: 2 }, toPanel: {} } }, 'rates.toCloud.drop'],
      ['fault', { kind: 'frames', rates: { toPanel: { lose: 1 } } }, 'rates.toPanel'],
      ['fault', { kind: 'frames', rates: {}, maxDelayMs: 0 }, 'maxDelayMs'],
    ]
    for (const [action, body, field] of wrong) {
      const answer = await request('POST', `${panelPath}/${action}`, body)
      expect(answer.status, JSON.stringify(body)).toBe(400)
      expect(await messageOf(answer)).toContain(field)
    }
  })

  it('says what is not there, and what cannot be done', async () => {
    await powerOn()
    const asked: [string, string, number][] = [
      ['GET', '/panels/unknown', 404],
      ['POST', '/panels/unknown/present', 404],
      ['POST', `${panelPath}/explode`, 404],
      ['POST', `${panelPath}/constructor`, 404],
      ['POST', `${panelPath}/present/more`, 404],
      ['GET', '/', 404],
      ['GET', '/panels/%E0%A4%A', 404],
      ['GET', `${panelPath}/present`, 405],
      ['DELETE', panelPath, 405],
      ['POST', '/panels', 405],
      ['POST', '/health', 405],
      ['GET', '/health', 200],
      ['GET', '/panels', 200],
    ]
    for (const [method, path, expected] of asked) {
      const answer = await request(method, path)
      expect(answer.status, `${method} ${path}`).toBe(expected)
      expect(answer.headers.get('content-type')).toBe('application/json')
      await answer.json()
    }
  })

  it('refuses a body that is not JSON or is over 64 KB', async () => {
    await powerOn()
    const { url } = await request('GET', '/health')
    const post = (body: string) => fetch(new URL(`${panelPath}/present`, url), { method: 'POST', body })
    expect((await post('{')).status).toBe(400)
    expect((await post('')).status).toBe(400)
    expect((await post(`"${'x'.repeat(64 * 1_024)}"`)).status).toBe(413)
    expect((await status()).connected).toBeDefined()
  })

  it('lets pages of this machine in, and no others', async () => {
    await powerOn()
    const { url } = await request('GET', '/health')
    const from = (Origin: string, method = 'GET') => fetch(new URL('/panels', url), { method, headers: { Origin } })
    for (const origin of ['http://127.0.0.1:8080', 'http://localhost', 'http://localhost:3000']) {
      expect((await from(origin)).headers.get('access-control-allow-origin')).toBe(origin)
      expect((await from(origin, 'OPTIONS')).status).toBe(204)
    }
    for (const origin of ['http://evil.example', 'http://localhost.evil.example', 'null']) {
      const answer = await from(origin)
      expect(answer.status).toBe(403)
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  it('survives any JSON, for any action', async () => {
    await ready()
    const action = fc.constantFrom('present', 'clock', 'fault')
    const fields = fc.dictionary(
      fc.constantFrom('accessPointId', 'encodedCredential', 'pin', 'at', 'offsetSeconds', 'kind'),
      fc.jsonValue(),
    )
    await fc.assert(
      fc.asyncProperty(action, fc.oneof(fields, fc.jsonValue()), async (name, body) => {
        const answer = await request('POST', `${panelPath}/${name}`, body)
        expect([200, 400]).toContain(answer.status)
        await answer.json()
      }),
      { numRuns: 60 },
    )
    await fault({ kind: 'reboot' })
    expect(await present()).toMatchObject({ decision: 'granted' })
  })

  it('survives a client that hangs up in the middle', async () => {
    await powerOn()
    const { url } = await request('GET', '/health')
    await new Promise<void>((resolve) => {
      const half = httpRequest(new URL(`${panelPath}/present`, url), { method: 'POST', headers: { 'Content-Length': 100 } })
      half.on('error', () => resolve())
      half.on('socket', (socket) => socket.on('connect', () => setImmediate(() => half.destroy(new Error('gone')))))
      half.write('{"acc')
    })
    expect((await request('GET', '/health')).status).toBe(200)
  })
})
