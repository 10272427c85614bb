import { describe, expect, it } from 'vitest'
import { commandIdOf, panelOfCommand } from '../../shared/lib/command-id.ts'
import { PanelId } from '../../shared/lib/ids.ts'
import { firstUuidV7, instantOf } from '../../shared/lib/uuid.ts'

const now = Date.UTC(2026, 2, 2, 12)
const random = [new Uint8Array(3), new Uint8Array([0x5a, 0xa5, 0x3c]), new Uint8Array(3).fill(255)]

describe('the id of a command', () => {
  it.each([1, 3301, 2 ** 41, Number.MAX_SAFE_INTEGER])('is a UUID of version 7 that names the panel %d and the time', (panel) => {
    for (const bytes of random) {
      const id = commandIdOf(now, PanelId.parse(panel), bytes)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      expect([panelOfCommand(id), instantOf(id)]).toEqual([panel, now])
    }
  })

  it('differs by what is drawn, and sorts by the time', () => {
    const panelId = PanelId.parse(7)
    const ids = random.map((bytes) => commandIdOf(now, panelId, bytes))
    expect(new Set(ids).size).toBe(3)
    const later = commandIdOf(now + 1, panelId, new Uint8Array(3))
    expect([...ids, later].toSorted().at(-1)).toBe(later)
    expect([...ids].every((id) => id > firstUuidV7(now) && id < firstUuidV7(now + 1))).toBe(true)
  })

  it('names no panel when it was made by somebody else', () => {
    expect(panelOfCommand('0190a5d2-5a3c-4f6e-8fff-ffffffffffff')).toBeUndefined()
    expect(panelOfCommand('0190a5d2-5a3c-7f6e-8a00-000000000000')).toBeUndefined()
  })
})
