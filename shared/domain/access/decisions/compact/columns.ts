type Column = Uint8Array | Uint16Array | Uint32Array

/** Whole numbers from 0 up, each in as few bytes as the largest of them needs. */
export const column = (numbers: readonly number[]): Column => {
  const largest = numbers.reduce((one, other) => Math.max(one, other), 0)
  if (largest < 2 ** 8) return Uint8Array.from(numbers)
  return largest < 2 ** 16 ? Uint16Array.from(numbers) : Uint32Array.from(numbers)
}

/** The first place in a column of rising numbers whose number is not below this one. */
export const firstAtLeast = (numbers: Column | Float64Array, least: number): number => {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) < least) low = middle + 1
    else high = middle
  }
  return low
}

/** Values of which many are equal: each is kept once, and a column says which one stands at a place. */
export const sharedColumn = <Value>(all: readonly Value[], keyOf: (value: Value) => string): ((index: number) => Value) => {
  const places = new Map<string, number>()
  const values: Value[] = []
  const at = column(
    all.map((value) => {
      const key = keyOf(value)
      const place = places.get(key) ?? values.push(value) - 1
      places.set(key, place)
      return place
    }),
  )
  // Each place was written just above.
  return (index) => values[at[index] ?? 0] as Value
}

/** What only few have: kept by its place, and nothing for the others. */
export const rareColumn = <One, Part extends object>(all: readonly One[], partOf: (one: One) => Part | undefined) => {
  const parts = new Map<number, Part>()
  for (const [index, one] of all.entries()) {
    const part = partOf(one)
    if (part && Object.keys(part).length > 0) parts.set(index, part)
  }
  return (index: number): Part | undefined => parts.get(index)
}

/** Strings of bytes. `isAt`: whether this one stands at a place, without making anything. */
export type ByteColumn = { at: (index: number) => Uint8Array; isAt: (index: number, bytes: Uint8Array) => boolean }

/** Keeps strings of bytes one behind the other. */
export const byteColumn = (all: readonly Uint8Array[]): ByteColumn => {
  const starts = new Uint32Array(all.length + 1)
  for (const [index, bytes] of all.entries()) starts[index + 1] = (starts[index] ?? 0) + bytes.length
  const heap = new Uint8Array(starts[all.length] ?? 0)
  for (const [index, bytes] of all.entries()) heap.set(bytes, starts[index])
  const isAt = (index: number, bytes: Uint8Array): boolean => {
    const start = starts[index] ?? 0
    if ((starts[index + 1] ?? 0) - start !== bytes.length) return false
    for (let place = 0; place < bytes.length; place += 1) if (heap[start + place] !== bytes[place]) return false
    return true
  }
  return { at: (index) => heap.subarray(starts[index], starts[index + 1]), isAt }
}
