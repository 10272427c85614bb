import { encodeMessage, type PanelMessage } from '../../shared/panel-protocol/message.ts'
import { corrupted, corruptedBytes, type Direction, type Fate, type FaultPlan, fateOf, unharmed } from './frame-faults.ts'
import { pause } from './pause.ts'

/** The line between a panel and the network, with its faults. It outlives the panel's reboots, and so do its counts. */
export type Line = ReturnType<typeof createLine>

type Held = { release: () => void; timer: NodeJS.Timeout }

/** A line without faults until `follow` gives it a plan. */
export const createLine = (serialNumber: string) => {
  let plan: FaultPlan | undefined
  let receiptsToLose = 0
  const counts: Record<Direction, number> = { toCloud: 0, toPanel: 0, download: 0 }
  const harmed = { dropped: 0, corrupted: 0, duplicated: 0, delayed: 0, reordered: 0 }
  const held: Record<Direction, Held[]> = { toCloud: [], toPanel: [], download: [] }

  const note = (fate: Fate) => {
    if (fate.dropped) harmed.dropped += 1
    else {
      if (fate.corruptedAt !== undefined) harmed.corrupted += 1
      if (fate.copies > 1) harmed.duplicated += 1
      if (fate.delayMs > 0) harmed.delayed += 1
      if (fate.held) harmed.reordered += 1
    }
    return fate
  }
  const nextFate = (direction: Direction): Fate => {
    if (!plan) return unharmed
    counts[direction] += 1
    return note(fateOf(plan, serialNumber, direction, counts[direction]))
  }

  const release = (direction: Direction) => {
    const waiting = held[direction]
    held[direction] = []
    for (const { timer, release: go } of waiting) {
      clearTimeout(timer)
      go()
    }
  }
  // A frame that nothing follows is not held for ever.
  const hold = (direction: Direction, go: () => void, atMostMs: number) => {
    held[direction].push({ release: go, timer: setTimeout(() => release(direction), atMostMs).unref() })
  }

  const carry = (direction: 'toCloud' | 'toPanel', text: string, deliver: (text: string) => void) => {
    const fate = nextFate(direction)
    if (fate.dropped) return
    const arriving = fate.corruptedAt === undefined ? text : corrupted(text, fate.corruptedAt)
    const go = () => {
      for (let copy = 0; copy < fate.copies; copy += 1) deliver(arriving)
    }
    if (fate.held) return hold(direction, go, plan?.maxDelayMs ?? 0)
    if (fate.delayMs > 0) setTimeout(go, fate.delayMs).unref()
    else go()
    release(direction)
  }

  return {
    /** From now on this goes wrong; undefined ends the faults, and what is held goes. Counting starts again. */
    follow(next: FaultPlan | undefined) {
      plan = next
      Object.assign(counts, { toCloud: 0, toPanel: 0, download: 0 })
      for (const direction of ['toCloud', 'toPanel'] as const) release(direction)
    },
    /** The next `count` receipts are lost on their way to the cloud. */
    loseReceipts(count: number) {
      receiptsToLose = count
    },
    /** Hands on what the panel says: at once when nothing happens to it. `deliver` must bear being called late. */
    send(message: PanelMessage, deliver: (text: string) => void) {
      if (message.type !== 'receipt' || receiptsToLose === 0) return carry('toCloud', encodeMessage(message), deliver)
      receiptsToLose -= 1
    },
    /** Hands on what came from the cloud, in the same way. */
    receive: (text: string, deliver: (text: string) => void) => carry('toPanel', text, deliver),
    /** What arrives of a download: undefined when it is lost. */
    async fetched(content: Buffer, signal: AbortSignal): Promise<Buffer | undefined> {
      const fate = nextFate('download')
      if (fate.delayMs > 0) await pause(fate.delayMs, signal)
      if (fate.dropped) return undefined
      return fate.corruptedAt === undefined ? content : corruptedBytes(content, fate.corruptedAt)
    },
    /** The plan, and how many frames were counted and harmed. */
    summary: () => ({ plan, frames: { ...counts }, harmed: { ...harmed } }),
  }
}
