import { describe, expect, it } from 'vitest'
import { storedStates } from '../../../../shared/domain/devices/commands/entity.ts'
import { isPending, mayMove, stateAt } from '../../../../shared/domain/devices/commands/lifecycle.ts'
import { aCommand } from '../../../support/commands.ts'

describe('the lifecycle of a command', () => {
  it('allows exactly these moves', () => {
    const allowed = storedStates.flatMap((from) => storedStates.filter((to) => mayMove(from, to)).map((to) => `${from} → ${to}`))
    expect(allowed).toEqual([
      'accepted → sent',
      'accepted → received',
      'accepted → executing',
      'accepted → succeeded',
      'accepted → failed',
      'accepted → rejected',
      'sent → sent',
      'sent → received',
      'sent → executing',
      'sent → succeeded',
      'sent → failed',
      'sent → rejected',
      'received → executing',
      'received → succeeded',
      'received → failed',
      'received → rejected',
      'executing → succeeded',
      'executing → failed',
      'executing → rejected',
    ])
  })

  it('lets what was never received expire after notAfter, and not a millisecond sooner', () => {
    const { notAfter } = aCommand()
    for (const state of ['accepted', 'sent'] as const) {
      expect(stateAt(aCommand({ state }), notAfter)).toBe(state)
      expect(stateAt(aCommand({ state }), notAfter + 1)).toBe('expired')
    }
  })

  it('counts as unknown when the panel had it and its result does not come', () => {
    const { notAfter } = aCommand()
    for (const state of ['received', 'executing'] as const) {
      expect(stateAt(aCommand({ state }), notAfter + 10_000)).toBe(state)
      expect(stateAt(aCommand({ state }), notAfter + 10_001)).toBe('unknown')
    }
  })

  it('leaves what is settled as it is, for ever', () => {
    for (const state of ['succeeded', 'failed', 'rejected'] as const) {
      expect(stateAt(aCommand({ state }), Number.MAX_SAFE_INTEGER)).toBe(state)
    }
  })

  it('keeps a command pending until it was sent, again when a second passed without a receipt, and never after notAfter', () => {
    const { issuedAt, notAfter } = aCommand()
    expect(isPending(aCommand(), issuedAt)).toBe(true)
    expect(isPending(aCommand(), notAfter)).toBe(true)
    expect(isPending(aCommand(), notAfter + 1)).toBe(false)
    const sent = aCommand({ state: 'sent', sends: 1, sentAt: issuedAt })
    expect(isPending(sent, issuedAt + 999)).toBe(false)
    expect(isPending(sent, issuedAt + 1_000)).toBe(true)
    expect(isPending(aCommand({ state: 'received' }), issuedAt)).toBe(false)
  })
})
