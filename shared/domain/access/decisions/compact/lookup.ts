/** Seven of ten places are taken: more would make searches long, and each free one costs 4 bytes. */
const filled = 0.7

/** FNV-1a: spreads keys that differ in one digit only. */
export const hashOf = (bytes: Uint8Array, seed = 0): number => {
  let hash = (0x811c9dc5 ^ seed) >>> 0
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return hash
}

/**
 * Finds places in columns by a hash: open addressing in one typed array. `hashes` gives one for each place; those without one
 * (undefined) are never found.
 */
export const lookup = (count: number, hashAt: (index: number) => number | undefined) => {
  const slots = new Uint32Array(Math.ceil(count / filled) + 1)
  const size = slots.length
  for (let index = 0; index < count; index += 1) {
    const hash = hashAt(index)
    if (hash === undefined) continue
    let slot = hash % size
    while (slots[slot] !== 0) slot = (slot + 1) % size
    slots[slot] = index + 1
  }
  return {
    /** The places among those with this hash whose key is the right one, in the order in which they were put there. */
    find: (hash: number, isKey: (index: number) => boolean): number[] => {
      const found: number[] = []
      for (let slot = hash % size; slots[slot] !== 0; slot = (slot + 1) % size) {
        const index = (slots[slot] ?? 0) - 1
        if (isKey(index)) found.push(index)
      }
      return found
    },
  }
}
