import { describe, expect, it } from 'vitest'
import { somebody, testApi } from '../../../support/api.ts'
import { fromAddress } from '../../../support/gateway-event.ts'

const attacker = '198.51.100.7'

const api = () => {
  const { app, clock, deps } = testApi()
  const token = `Bearer ${Buffer.from(JSON.stringify(somebody())).toString('base64url')}`
  const ask = (key: string | undefined, address = attacker) =>
    app.request(
      '/v1/api/sites',
      { headers: { Authorization: token, ...(key === undefined ? {} : { 'api-key': key }) } },
      fromAddress(address),
    )
  const hammer = async () => {
    for (let count = 0; count < 10; count += 1) expect((await ask(`guess.${count}`)).status).toBe(403)
  }
  return { ask, hammer, clock, deps }
}

describe('wrong api keys', () => {
  it('are refused in the same words, and after ten with the time to wait', async () => {
    const { ask, hammer } = api()
    await hammer()
    const refused = await ask('guess.more')
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '1'])
    expect(await refused.json()).toEqual({
      code: 429,
      message: 'Too many wrong api keys came from this address; try again in 1 seconds',
    })
  })

  it('are not looked at while their address waits, and neither is the right one', async () => {
    const { ask, hammer, clock } = api()
    await hammer()
    expect((await ask('test-key')).status).toBe(429)
    clock.now += 1_000
    expect((await ask('test-key')).status).toBe(200)
  })

  it('do not keep out an application whose key was right before, nor one at another address', async () => {
    const { ask, hammer } = api()
    expect((await ask('test-key')).status).toBe(200)
    await hammer()
    expect((await ask('guess.more')).status).toBe(429)
    expect((await ask('test-key')).status).toBe(200)
    expect((await ask('guess.more', '203.0.113.5')).status).toBe(403)
  })

  it('cost no write while their address waits, and none at all when there is no key', async () => {
    const { ask, hammer, deps } = api()
    let counted = 0
    const { add } = deps.guesses
    deps.guesses.add = (...given) => {
      counted += 1
      return add(...given)
    }
    for (let count = 0; count < 20; count += 1) expect((await ask(undefined)).status).toBe(403)
    expect(counted).toBe(0)
    await hammer()
    for (let count = 0; count < 20; count += 1) await ask('guess.more')
    expect(counted).toBe(10)
  })
})
