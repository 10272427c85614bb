import ipaddr from 'ipaddr.js'

/** What of version 6 is allocated to the public internet. Outside it are mapped addresses of version 4, NAT64 and local ones. */
const globalSix = ipaddr.IPv6.parseCIDR('2000::/3')
/** Kept for protocols (Teredo, ORCHID and others), the library naming only some, and for documents. */
const notPublicSix = ['2001::/23', '2001:db8::/32', '3fff::/20'].map((block) => ipaddr.IPv6.parseCIDR(block))
/** The relays of 6to4, and the deprecated parts of version 4 that the library may call unicast. */
const notPublicFour = ['192.0.0.0/24', '192.88.99.0/24'].map((block) => ipaddr.IPv4.parseCIDR(block))

/** Reads the usual text of an address, `127.0.0.1` or `2001:db8::1`; undefined when it is none (a zone like `%eth0` included). */
const parseAddress = (text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined => {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text)
  return text.includes('%') || !ipaddr.IPv6.isValid(text) ? undefined : ipaddr.IPv6.parse(text)
}

/** Whether the text is an address at all. */
export const isAddress = (text: string): boolean => parseAddress(text) !== undefined

/** Whether an address is one of the public internet, which is what no registry keeps for a use; false for text that is no address. */
export const isPublicAddress = (text: string): boolean => {
  const address = parseAddress(text)
  if (address?.range() !== 'unicast') return false
  if (address instanceof ipaddr.IPv4) return !notPublicFour.some((block) => address.match(block))
  return address.match(globalSix) && !notPublicSix.some((block) => address.match(block))
}

/** Whether an address is this machine's own. */
export const isLoopbackAddress = (text: string): boolean => parseAddress(text)?.range() === 'loopback'

/**
 * The range that an address is counted by where one person can easily have many: of version 6 the 48 bits that a site is given, of
 * version 4 the 24 bits that are routed together.
 */
export const rangeOf = (text: string): string => {
  const address = counted(text)
  if (address instanceof ipaddr.IPv6) return address.parts.slice(0, 3).join(':')
  return address ? address.octets.slice(0, 3).join('.') : text
}

/** The address, of version 4 also when it is written as one of version 6. */
const counted = (text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined => {
  const address = parseAddress(text)
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address
}

/** The network that an address is counted by: of version 6 the 64 bits that one customer is given, of version 4 the address itself. */
export const networkOf = (text: string): string => {
  const address = counted(text)
  return address instanceof ipaddr.IPv6 ? address.parts.slice(0, 4).join(':') : (address?.toString() ?? text)
}
