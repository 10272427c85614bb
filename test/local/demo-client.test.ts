import { afterEach, describe, expect, it, vi } from 'vitest'
import { demoApi } from '../../local/demo/client.ts'

afterEach(() => void vi.restoreAllMocks())

describe("the demo's client", () => {
  it('waits as long as a limit of requests says, and then goes on', async () => {
    const answers = [new Response('{"code":429}', { status: 429, headers: { 'Retry-After': '41' } }), Response.json({ id: 7 })]
    vi.spyOn(globalThis, 'fetch').mockImplementation(async () => answers.shift() ?? Response.error())
    const waits: number[] = []
    const api = demoApi('http://cloud', 'token', 'key', async (ms) => waits.push(ms))
    expect(await api('GET', '/sites/7')).toEqual({ id: 7 })
    expect(waits).toEqual([41_000])
  })

  it('fails with what any other refusal says', async () => {
    vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('no', { status: 403 }))
    await expect(demoApi('http://cloud', 'token', 'key')('GET', '/sites')).rejects.toThrow('GET /sites was answered 403: no')
  })
})
