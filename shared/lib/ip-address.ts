/** An IP address as a number: 32 bits of version 4, 128 of version 6. */
type Address = { version: 4 | 6; value: bigint }

/** Reads the usual text of an address, `127.0.0.1` or `2001:db8::1`; undefined when it is none (a zone like `%eth0` included). */
const parseAddress = (text: string): Address | undefined => {
  const four = parseFour(text)
  if (four !== undefined) return { version: 4, value: four }
  const six = parseSix(text)
  return six === undefined ? undefined : { version: 6, value: six }
}

const parseFour = (text: string): bigint | undefined => {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return undefined
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n)
}

const parseSix = (text: string): bigint | undefined => {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = [groupsOf(halves[0] ?? ''), groupsOf(halves[1] ?? '')]
  if (!head || !tail) return undefined
  const missing = 8 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  return [...head, ...Array<bigint>(missing).fill(0n), ...tail].reduce((value, group) => (value << 16n) | group, 0n)
}

/** The 16-bit groups of one side of `::`; the last may be written as an address of version 4. */
const groupsOf = (text: string): bigint[] | undefined => {
  if (text === '') return []
  const groups: bigint[] = []
  for (const [index, part] of text.split(':').entries()) {
    const four = index === text.split(':').length - 1 ? parseFour(part) : undefined
    if (four !== undefined) groups.push(four >> 16n, four & 0xffffn)
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`))
    else return undefined
  }
  return groups
}

type Block = Address & { bits: number }
const block = (text: string): Block => {
  const [network = '', bits = ''] = text.split('/')
  const address = parseAddress(network)
  if (!address) throw new Error(`${text} is no block of addresses`)
  return { ...address, bits: Number(bits) }
}

/** What of version 4 is not the public internet: this host, private, carrier NAT, link-local with its metadata service, tests, multicast. */
const notPublicFour = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
].map(block)

/**
 * Of version 6 only `2000::/3` is public, which leaves out mapped addresses of version 4, NAT64, unique local, link-local and
 * multicast; and of that not what carries another address inside it (Teredo, 6to4) or is kept for protocols and documents.
 */
const publicSix = block('2000::/3')
const notPublicSix = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'].map(block)

const loopback = ['127.0.0.0/8', '::1/128'].map(block)

const isIn = (address: Address, { version, value, bits }: Block): boolean => {
  const shift = BigInt((version === 4 ? 32 : 128) - bits)
  return address.version === version && address.value >> shift === value >> shift
}

/** Whether the text is an address at all. */
export const isAddress = (text: string): boolean => parseAddress(text) !== undefined

/** Whether an address is one of the public internet; false for text that is no address. */
export const isPublicAddress = (text: string): boolean => {
  const address = parseAddress(text)
  if (!address) return false
  if (address.version === 4) return !notPublicFour.some((one) => isIn(address, one))
  return isIn(address, publicSix) && !notPublicSix.some((one) => isIn(address, one))
}

/** Whether an address is this machine's own. */
export const isLoopbackAddress = (text: string): boolean => {
  const address = parseAddress(text)
  return address !== undefined && loopback.some((one) => isIn(address, one))
}
