import type { Instant } from '../../shared/lib/clock.ts'
import type { AccessPointId } from '../../shared/lib/ids.ts'
import type { Cable } from './cable.ts'
import type { CrashPoint } from './executor.ts'
import type { Wiring } from './inputs.ts'
import type { Line } from './line.ts'
import type { PanelSettings, Timing } from './settings.ts'

/** A lock that moved: for a command, or for somebody who was let in. `at` is the panel's clock. */
export type Pulse = { accessPointId: AccessPointId; commandId: string | undefined; at: Instant }

/** What is around a panel and outlives its reboots: the cable, the line, the sensors, the folder of its store, the tester's faults. */
export type PanelPlace = {
  settings: PanelSettings
  /** The cloud's PUBLIC_URL. */
  cloudUrl: string
  timing: Timing
  directory: string
  cable: Cable
  line: Line
  wiring: Wiring
  /** Notes what a bystander sees. */
  onPulse: (pulse: Pulse) => void
  /** How far the panel's clock is off, on purpose. */
  skewSeconds: number
  isSocketBlocked: () => boolean
  /** True when the acknowledgement that just came is to be lost on its way. */
  losesAck: () => boolean
  /** True when the power goes at this point; the place then reboots the panel. */
  crashesAt: (point: CrashPoint) => boolean
}
