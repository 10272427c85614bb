import { describe, expect, it } from 'vitest'
import { mayConnect, readReceiverUrl } from '../../../../shared/domain/outbound/subscriptions/receiver-url.ts'

const cloud = { allowLoopback: false }
const oneMachine = { allowLoopback: true }
const accepts = (url: string, rules = cloud) => readReceiverUrl(url, rules).ok

describe('an address to post events to', () => {
  it.each([
    'https://example.com/hook?a=b',
    'https://example.com:8443/',
    'https://example.com./',
    'https://8.8.8.8/',
    'https://[2606:4700::1111]/x',
  ])('%s is accepted', (url) => {
    expect(accepts(url)).toBe(true)
  })

  it.each([
    ['http://example.com/', 'https'],
    ['ftp://example.com/', 'https'],
    ['https://example.com:22/', 'port'],
    ['https://user:secret@example.com/', 'user name'],
    ['https://localhost/', 'itself'],
    ['https://api.localhost/', 'itself'],
    ['https://127.0.0.1/', 'inside'],
    ['https://127.1/', 'inside'],
    ['https://2130706433/', 'inside'],
    ['https://0x7f.0.0.1/', 'inside'],
    ['https://10.0.0.5/', 'inside'],
    ['https://169.254.169.254/latest/meta-data', 'inside'],
    ['https://[::1]/', 'inside'],
    ['https://[::ffff:10.0.0.1]/', 'inside'],
    ['https://[fd00:ec2::254]/', 'inside'],
    ['not a url', 'not a URL'],
    [`https://${'a'.repeat(64)}.com/`, 'no host'],
    [`https://${'a.'.repeat(130)}com/`, 'no host'],
    ['https://example..com/', 'no host'],
    ['https://.example.com/', 'no host'],
    [`https://example.com/${'x'.repeat(2_100)}`, 'longer'],
  ])('%s is refused, and it says why', (url, why) => {
    expect(readReceiverUrl(url, cloud)).toMatchObject({ ok: false, error: expect.stringContaining(why) })
  })

  it('may be this machine in plain http where there is no other, but nothing else inside a network', () => {
    for (const url of ['http://127.0.0.1:9999/hook', 'http://localhost:9999/', 'http://[::1]:80/', 'http://example.com/']) {
      expect(accepts(url, oneMachine)).toBe(true)
    }
    for (const url of ['http://10.0.0.1/', 'http://169.254.169.254/', 'http://[fe80::1]/'])
      expect(accepts(url, oneMachine)).toBe(false)
  })
})

describe('an address that a name resolves to', () => {
  it.each(['8.8.8.8', '1.1.1.1', '2606:4700::1111', '2a00:1450:4009::200e'])('%s is connected to', (address) => {
    expect(mayConnect(address, cloud)).toBe(true)
  })

  it.each([
    ['this host', '0.0.0.0'],
    ['private', '10.255.255.255'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['carrier NAT', '100.64.0.1'],
    ['carrier NAT', '100.127.255.255'],
    ['loopback', '127.0.0.1'],
    ['metadata', '169.254.169.254'],
    ['a protocol assignment', '192.0.0.170'],
    ['6to4 relay', '192.88.99.1'],
    ['a test network', '198.18.0.1'],
    ['documentation', '203.0.113.9'],
    ['multicast', '224.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['v4-mapped', '::ffff:8.8.8.8'],
    ['v4-mapped, in hex', '::ffff:a00:1'],
    ['v4-compatible', '::8.8.8.8'],
    ['NAT64', '64:ff9b::8.8.8.8'],
    ['local NAT64', '64:ff9b:1::1'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['6to4', '2002:a00:1::1'],
    ['AS112', '192.175.48.1'],
    ['AS112 of version 6', '2620:4f:8000::1'],
    ['AS112 of version 6', '2001:4:112::1'],
    ['documentation', '3fff::1'],
    ['a number in octal', '010.8.8.8'],
    ['documentation', '2001:db8::1'],
    ['unique local', 'fd00:ec2::254'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['multicast', 'ff02::1'],
    ['no address', 'example.com'],
    ['no address', '1.2.3'],
    ['no address', '1:2:3:4:5:6:7:8:9'],
    ['no address', '1::2::3'],
    ['no address', ''],
  ])('of %s, %s, is not', (_, address) => {
    expect(mayConnect(address, cloud)).toBe(false)
  })

  it('may be loopback on one machine, and nothing more than that', () => {
    expect(mayConnect('127.0.0.1', oneMachine)).toBe(true)
    expect(mayConnect('::1', oneMachine)).toBe(true)
    expect(mayConnect('169.254.169.254', oneMachine)).toBe(false)
    expect(mayConnect('::ffff:127.0.0.1', oneMachine)).toBe(false)
  })
})
