import { describe, expect, it } from 'vitest'
import { isRegisteredAs } from '../../../../shared/domain/identity/oauth/redirect-uri.ts'

describe('a redirect URI of a native application', () => {
  it.each([
    ['http://127.0.0.1:8090/callback', 'http://127.0.0.1:51234/callback'],
    ['http://127.0.0.1:8090/callback', 'http://127.0.0.1/callback'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1:51234/callback'],
    ['http://127.0.0.1:8090/callback?a=1', 'http://127.0.0.1:1/callback?a=1'],
    ['http://127.0.0.1:8090', 'http://127.0.0.1:65535'],
    ['http://[::1]:8090/callback', 'http://[::1]:51234/callback'],
  ])('registered as %s may be %s: the port is free', (registered, given) => {
    expect(isRegisteredAs(registered, given)).toBe(true)
  })

  it.each([
    ['another path', 'http://127.0.0.1:51234/other'],
    ['a longer path', 'http://127.0.0.1:51234/callback/x'],
    ['the path in another spelling', 'http://127.0.0.1:51234/%63allback'],
    ['a query', 'http://127.0.0.1:51234/callback?x=1'],
    ['a fragment', 'http://127.0.0.1:51234/callback#x'],
    ['another scheme', 'https://127.0.0.1:51234/callback'],
    ['the name of the address', 'http://localhost:51234/callback'],
    ['the other loopback address', 'http://[::1]:51234/callback'],
    ['another loopback address', 'http://127.0.0.2:8090/callback'],
    ['a user name', 'http://127.0.0.1:8090@evil.example/callback'],
    ['a longer host', 'http://127.0.0.1.evil.example:8090/callback'],
    ['port 0', 'http://127.0.0.1:0/callback'],
    ['a port beyond the last', 'http://127.0.0.1:65536/callback'],
    ['a port with a leading zero', 'http://127.0.0.1:08090/callback'],
    ['an empty port', 'http://127.0.0.1:/callback'],
    ['a line break', 'http://127.0.0.1:51234/callback\n'],
  ])('may not have %s', (_, given) => expect(isRegisteredAs('http://127.0.0.1:8090/callback', given)).toBe(false))

  it.each([
    ['http://localhost:8090/callback', 'http://localhost:51234/callback'],
    ['https://partner.example/back', 'https://partner.example:8443/back'],
    ['https://127.0.0.1:8090/back', 'https://127.0.0.1:8091/back'],
  ])('registered as %s may not be %s: only a loopback address over http has a free port', (registered, given) => {
    expect(isRegisteredAs(registered, given)).toBe(false)
    expect(isRegisteredAs(registered, registered)).toBe(true)
  })
})
