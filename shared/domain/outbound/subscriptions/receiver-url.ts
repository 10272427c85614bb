import { isAddress, isLoopbackAddress, isPublicAddress } from '../../../lib/ip-address.ts'
import { err, ok, type Result } from '../../../lib/result.ts'

/** Where events may be posted to. `allowLoopback` is for a stage on one machine: plain http, any port, and that machine itself. */
export type ReceiverRules = { allowLoopback: boolean }

const maxLength = 2_048
const ports = ['', '443', '8443']

/** Whether we connect to an address, asked for every address that a host name resolves to, each time. */
export const mayConnect = (address: string, { allowLoopback }: ReceiverRules): boolean =>
  isPublicAddress(address) || (allowLoopback && isLoopbackAddress(address))

/** Reads the address of a receiver; the error says in a few words why events may not be posted there. */
export const readReceiverUrl = (text: string, rules: ReceiverRules): Result<URL, string> => {
  if (text.length > maxLength) return err(`it is longer than ${maxLength} characters`)
  // URL would drop a line break or a tab, and what is stored would not be what is called.
  if (/\p{Cc}/u.test(text)) return err('it contains a control character')
  if (!URL.canParse(text)) return err('it is not a URL')
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return err('it must begin with https://')
  if (url.username !== '' || url.password !== '') return err('it must not carry a user name or password')
  const host = hostOf(url)
  if (!isPossibleHost(host)) return err('no host can have this name')
  if (isAddress(host) && !mayConnect(host, rules)) return err('it must not be an address inside a network')
  if (rules.allowLoopback) return ok(url)
  if (url.protocol !== 'https:') return err('it must begin with https://')
  if (!ports.includes(url.port)) return err('its port must be 443 or 8443')
  if (/(^|\.)localhost\.?$/.test(host)) return err('it must not be this service itself')
  return ok(url)
}

/** Whether a name server can be asked for a host: its labels have 1 to 63 characters, and all of it 253 at most (RFC 1035, 2.3.4). */
const isPossibleHost = (host: string): boolean => {
  const name = host.replace(/\.$/, '')
  return name.length <= 253 && name.split('.').every(({ length }) => length >= 1 && length <= 63)
}

/** The host of a URL without the brackets around an address of version 6. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1')
