const loopback = ['localhost', '127.0.0.1', '[::1]']
/** Schemes by which a browser would run or read the URI itself instead of going to an application. */
const forbidden = ['javascript:', 'data:', 'vbscript:', 'file:', 'blob:', 'about:', 'view-source:', 'ws:', 'wss:', 'ftp:']

/** Why a redirect URI may not be registered; undefined when it may. An application's own scheme is allowed, as phones have them. */
export const invalidRedirectUri = (text: string): string | undefined => {
  const uri = URL.canParse(text) ? new URL(text) : undefined
  if (!uri) return 'it is not an absolute URI'
  if (text.includes('#')) return 'it has a fragment'
  if (/[^\x21-\x7e]/.test(text)) return 'it has characters that must be encoded'
  if (uri.username || uri.password) return 'it has a username or a password'
  if (forbidden.includes(uri.protocol)) return `${uri.protocol} is not a scheme of an application`
  if (uri.protocol === 'http:' && !loopback.includes(uri.hostname)) return 'http is allowed on this machine only: use https'
  return undefined
}

/** A loopback address as a native application listens on it: the address, the port if any, and all that follows. */
const loopbackUri = /^http:\/\/(127\.0\.0\.1|\[::1\])(?::([1-9]\d{0,4}))?((?:[/?].*)?)$/

/**
 * Whether a redirect URI is the registered one. They must be equal to the letter, with one exception: a native application gets
 * its port from the operating system, so on the loopback addresses 127.0.0.1 and [::1] any port will do (RFC 8252, 7.3). Not on
 * `localhost`: that name may resolve to another interface, and the RFC advises against it (8.3).
 */
export const isRegisteredAs = (registered: string, given: string): boolean => {
  if (registered === given) return true
  const [, address, , rest] = loopbackUri.exec(registered) ?? []
  const [, givenAddress, port = '80', givenRest] = loopbackUri.exec(given) ?? []
  return address !== undefined && address === givenAddress && rest === givenRest && Number(port) <= 65_535
}
