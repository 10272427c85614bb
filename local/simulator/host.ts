import { randomInt } from 'node:crypto'
import type { Presented } from '../../shared/domain/access/decisions/decision.ts'
import type { AccessPointId } from '../../shared/lib/ids.ts'
import { createCable } from './cable.ts'
import type { Fault } from './control-requests.ts'
import type { CrashPoint } from './executor.ts'
import type { FaultPlan } from './frame-faults.ts'
import { type InputName, newWiring } from './inputs.ts'
import { createLine } from './line.ts'
import { type Panel, startPanel } from './panel.ts'
import { pause } from './pause.ts'
import type { Pulse } from './place.ts'
import type { PanelSettings, SimulatorSettings } from './settings.ts'
import { panelDirectory } from './store.ts'

const linkUpWaitMs = 5_000
const notedPulses = 1_000

/** A seed that nobody named is drawn; the summary shows it, so that the run can be repeated. */
const planOf = ({ seed = randomInt(2 ** 32), rates, maxDelayMs }: Extract<Fault, { kind: 'frames' }>): FaultPlan | undefined =>
  rates && { seed, rates, maxDelayMs }

/** One panel on its wall: it reboots here, its cable is pulled here, its faults are set here. */
export type PanelHost = ReturnType<typeof hostPanel>

/** Switches a panel on. `started` rejects when its store cannot be used. */
export const hostPanel = (settings: PanelSettings, simulator: SimulatorSettings) => {
  const { timing, cloudUrl, dataDir, startWithinMs } = simulator
  const { serialNumber } = settings
  const cable = createCable()
  const line = createLine(serialNumber)
  const wiring = newWiring()
  const pulses: Pulse[] = []
  line.follow(simulator.faults)
  const never = new AbortController().signal
  let skewSeconds = 0
  let acksToLose = 0
  let isSocketBlocked = false
  let crashPoint: CrashPoint | undefined

  const start = (): Promise<Panel> =>
    startPanel({
      settings,
      cloudUrl,
      timing,
      directory: panelDirectory(dataDir, serialNumber),
      cable,
      line,
      wiring,
      onPulse: (pulse) => {
        pulses.push(pulse)
        if (pulses.length > notedPulses) pulses.shift()
      },
      skewSeconds,
      isSocketBlocked: () => isSocketBlocked,
      losesAck: () => {
        if (acksToLose === 0) return false
        acksToLose -= 1
        return true
      },
      crashesAt: (point) => {
        if (crashPoint !== point) return false
        crashPoint = undefined
        void reboot()
        return true
      },
    })
  const ending = new AbortController()
  const switchOn = async () => {
    if (startWithinMs > 0) await pause(Math.random() * startWithinMs, ending.signal)
    return start()
  }
  let panel = switchOn()
  let isOn = false
  const started = panel.then(() => {
    isOn = true
  })
  const reboot = (): Promise<Panel> => {
    panel = panel.then(async (old) => {
      await old.stop()
      return start()
    })
    return panel
  }

  const commit = async (fault: Fault) => {
    if (fault.kind === 'lose_ack') acksToLose = fault.count
    if (fault.kind === 'lose_receipt') line.loseReceipts(fault.count)
    if (fault.kind === 'frames') line.follow(planOf(fault))
    if (fault.kind === 'block_socket') isSocketBlocked = fault.on
    if (fault.kind === 'crash_in_command') crashPoint = fault.point
    if (fault.kind === 'reboot') await reboot()
    if (fault.kind === 'fill_buffer') await (await panel).fillBuffer(fault.accessPointId, fault.count)
    if (fault.kind === 'wipe_events') await (await panel).wipeEvents()
  }

  return {
    serialNumber,
    started,
    /** Whether it was switched on, which takes a while in a fleet. */
    isOn: () => isOn,
    /** The last locks that moved, over reboots. */
    pulses: (): readonly Pulse[] => pulses,
    present: async (presented: Presented, at: number | undefined) => (await panel).present(presented, at),
    wouldDecide: async (presented: Presented) => (await panel).wouldDecide(presented),
    setPrivacy: async (accessPointId: AccessPointId, on: boolean) => (await panel).setPrivacy(accessPointId, on),
    setDoor: async (accessPointId: AccessPointId, open: boolean) => (await panel).setDoor(accessPointId, open),
    requestExit: async (accessPointId: AccessPointId) => (await panel).requestExit(accessPointId),
    setInput: async (input: InputName, on: boolean) => (await panel).setInput(input, on),
    status: async () => {
      const now = await panel
      return { connected: now.isConnected(), appliedVersion: now.appliedVersion(), doors: now.doors() }
    },
    /** More about the panel than its status: what a tester wants to know about its inside. */
    summary: async () => {
      const now = await panel
      const buffer = now.memory.buffer()
      return {
        serialNumber,
        panelId: now.panelId(),
        connected: now.isConnected(),
        transport: now.transport(),
        appliedVersion: now.appliedVersion(),
        sentNumbers: now.sentNumbers(),
        epoch: now.memory.epoch(),
        nextSequence: buffer.nextSequence(),
        acknowledgedUpTo: buffer.ackedUpTo(),
        bufferedEvents: buffer.size(),
        commands: now.memory.commands.counts(),
        lost: buffer.lost(),
        clock: { offsetSeconds: skewSeconds, synchronized: now.clock.isSynchronized() },
        link: cable.isUp() ? 'up' : 'down',
        inputs: [...wiring.active],
        faults: line.summary(),
      }
    },
    /** Resolves when the panel has no connection any more, or has one again, or has none after 5 seconds. */
    setLink: async (state: 'up' | 'down') => {
      const now = await panel
      if (state === 'up') {
        cable.plugIn()
        return { state, connected: await now.whenConnected(linkUpWaitMs) }
      }
      const wasUp = cable.isUp()
      cable.pull()
      await now.whenDown()
      // The cloud's end of the connection hears at the same time; it needs a moment to take note.
      if (wasUp) await pause(timing.linkSettleMs, never)
      return { state, connected: now.isConnected() }
    },
    setClock: async (offsetSeconds: number) => {
      const now = await panel
      skewSeconds = offsetSeconds
      now.clock.skew(offsetSeconds)
      now.nudge()
      return { offsetSeconds, synchronized: now.clock.isSynchronized() }
    },
    commit,
    stop: async () => {
      ending.abort()
      await (await panel).stop()
    },
  }
}
