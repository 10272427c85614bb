import { z } from 'zod'
import { SerialNumber } from '../../shared/panel-protocol/pairing.ts'
import { FaultPlan } from './frame-faults.ts'

/** How fast things go. Every field has a default that suits panels on one machine; tests set their own. */
export const Timing = z.object({
  /** First and longest wait before another try to reach the cloud. */
  backoffFirstMs: z.int().positive().default(250),
  backoffMaximumMs: z.int().positive().default(4_000),
  /** Longest wait for an answer: to a dialled connection, a request, a `hello`. */
  answerTimeoutMs: z.int().positive().default(10_000),
  /** An upload without an acknowledgement for this long is sent again. */
  ackTimeoutMs: z.int().positive().default(5_000),
  /** How often a panel without a socket asks what is pending, and how long until it tries the socket again. */
  pollMs: z.int().positive().default(2_000),
  socketRetryMs: z.int().positive().default(3_000),
  /** A connection is renewed at this age, at random between the two (an API Gateway WebSocket lives two hours). */
  renewFromMs: z
    .int()
    .positive()
    .default(100 * 60_000),
  renewToMs: z
    .int()
    .positive()
    .default(115 * 60_000),
  /** How long a locked door may stay open before that is reported. */
  heldOpenMs: z.int().positive().default(30_000),
  /** How long after the socket closed `link down` is answered, so that the cloud has seen it too. */
  linkSettleMs: z.int().nonnegative().default(250),
})
export type Timing = z.infer<typeof Timing>

export const PanelSettings = z.object({ serialNumber: SerialNumber, pairingCode: z.string().trim().min(1).max(64) })
export type PanelSettings = z.infer<typeof PanelSettings>

/** The file that `main.ts --config FILE` reads. */
export const SimulatorSettings = z.object({
  /** 0 takes any free port. */
  controlPort: z.int().min(0).max(65_535),
  /** The cloud's PUBLIC_URL. */
  cloudUrl: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
  /** Where the panels' non-volatile stores are: one folder for each. */
  dataDir: z.string().min(1),
  panels: z.array(PanelSettings).superRefine((panels, context) => {
    const seen = new Set<string>()
    for (const [index, { serialNumber }] of panels.entries()) {
      if (seen.has(serialNumber)) {
        context.addIssue({ code: 'custom', path: [index, 'serialNumber'], message: `'${serialNumber}' is given twice` })
      }
      seen.add(serialNumber)
    }
  }),
  timing: Timing.prefault({}),
  /** Each panel is switched on at random within this, so that a fleet does not come all at once. */
  startWithinMs: z.int().min(0).max(3_600_000).default(0),
  /** What goes wrong with every panel's frames from the start. */
  faults: FaultPlan.optional(),
})
export type SimulatorSettings = z.infer<typeof SimulatorSettings>
