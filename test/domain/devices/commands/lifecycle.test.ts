import { describe, expect, it } from 'vitest'
import { storedStates } from '../../../../shared/domain/devices/commands/entity.ts'
import { isPending, mayMove, nextResendAt, stateAt } from '../../../../shared/domain/devices/commands/lifecycle.ts'
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

  it('lets what was never sent expire after notAfter, and not a millisecond sooner', () => {
    const { notAfter } = aCommand()
    expect(stateAt(aCommand(), notAfter)).toBe('accepted')
    expect(stateAt(aCommand(), notAfter + 1)).toBe('expired')
  })

  it('counts as unknown when it was sent and no result comes in ten seconds, or while the panel may still do it', () => {
    const { issuedAt } = aCommand()
    for (const state of ['sent', 'received', 'executing'] as const) {
      expect(stateAt(aCommand({ state }), issuedAt + 10_000)).toBe(state)
      expect(stateAt(aCommand({ state }), issuedAt + 10_001)).toBe('unknown')
      const long = aCommand({ state, notAfter: issuedAt + 60_000 })
      expect(stateAt(long, issuedAt + 60_000)).toBe(state)
      expect(stateAt(long, issuedAt + 60_001)).toBe('unknown')
      const short = aCommand({ state, notAfter: issuedAt + 2_000 })
      expect(stateAt(short, issuedAt + 10_000)).toBe(state)
    }
  })

  it('leaves what is settled as it is, for ever', () => {
    for (const state of ['succeeded', 'failed', 'rejected'] as const) {
      expect(stateAt(aCommand({ state }), Number.MAX_SAFE_INTEGER)).toBe(state)
    }
  })

  it('keeps a command pending until it was sent, and never after notAfter or when the panel has it', () => {
    const { issuedAt, notAfter } = aCommand()
    for (const occasion of ['spoke', 'nudged'] as const) {
      expect(isPending(aCommand(), issuedAt, occasion)).toBe(true)
      expect(isPending(aCommand(), notAfter, occasion)).toBe(true)
      expect(isPending(aCommand(), notAfter + 1, occasion)).toBe(false)
      for (const state of ['received', 'executing', 'succeeded', 'failed', 'rejected'] as const)
        expect(isPending(aCommand({ state }), issuedAt + 1_000, occasion)).toBe(false)
    }
  })

  /** At which of these times after it was given a sent command is sent again, when somebody looks at each of them. */
  const sendsAt = (looks: readonly number[], occasion: 'spoke' | 'nudged', first = 40) => {
    const { issuedAt } = aCommand()
    let sentAts = [issuedAt + first]
    const sent: number[] = []
    for (const after of looks) {
      if (!isPending(aCommand({ state: 'sent', sentAts }), issuedAt + after, occasion)) continue
      sentAts = [...sentAts, issuedAt + after]
      sent.push(after)
    }
    return sent
  }
  const everyTenth = Array.from({ length: 200 }, (_, index) => 50 * (index + 1))

  it('sends a command without a receipt again 1, 3 and 6 seconds after it was given, however often somebody looks', () => {
    expect(sendsAt(everyTenth, 'nudged')).toEqual([1_000, 3_000, 6_000])
    expect(sendsAt([999, 1_020, 1_021, 4_500, 8_000, 10_000], 'nudged')).toEqual([1_020, 4_500, 8_000])
    expect(sendsAt(everyTenth, 'nudged', 900)).toEqual([1_400, 3_000, 6_000])
  })

  it('sends it again when the panel speaks, once a second', () => {
    expect(sendsAt(everyTenth, 'spoke').slice(0, 3)).toEqual([1_050, 2_050, 3_050])
    expect(sendsAt([10_050], 'spoke')).toEqual([])
  })

  it('knows when a command is to be sent again next', () => {
    const { issuedAt } = aCommand()
    const sent = aCommand({ state: 'sent', sentAts: [issuedAt + 40] })
    const next = [40, 1_000, 1_060, 3_000, 6_000].map((after) => nextResendAt(sent, issuedAt + after))
    expect(next).toEqual([issuedAt + 1_000, issuedAt + 3_000, issuedAt + 3_000, issuedAt + 6_000, undefined])
    expect(nextResendAt({ ...sent, notAfter: issuedAt + 2_000 }, issuedAt + 1_060)).toBeUndefined()
    expect(nextResendAt({ ...sent, state: 'received' }, issuedAt + 40)).toBeUndefined()
  })
})
