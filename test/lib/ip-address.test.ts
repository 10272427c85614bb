import { describe, expect, it } from 'vitest'
import { networkOf, rangeOf } from '../../shared/lib/ip-address.ts'

describe('what an address is counted by', () => {
  it.each([
    ['198.51.100.7', '198.51.100.7', '198.51.100'],
    ['::ffff:198.51.100.7', '198.51.100.7', '198.51.100'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2', '2001:db8:1'],
    ['2001:0db8:0001:0002::', '2001:db8:1:2', '2001:db8:1'],
    ['no gateway', 'no gateway', 'no gateway'],
  ])('%s: its network %s, its range %s', (address, network, range) => {
    // The parts of version 6 are written as whole numbers.
    const hex = (text: string) =>
      text.includes(':')
        ? text
            .split(':')
            .map((part) => Number.parseInt(part, 16))
            .join(':')
        : text
    expect([networkOf(address), rangeOf(address)]).toEqual([hex(network), hex(range)])
  })
})
