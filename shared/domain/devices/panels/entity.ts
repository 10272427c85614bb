import { z } from 'zod'
import { type Instant, second } from '../../../lib/clock.ts'
import { AccessPointId, PanelId, SiteId } from '../../../lib/ids.ts'
import { FirmwareRequest } from '../firmware/entity.ts'

/** The most doors that one panel holds: what its status messages have room for. */
export const maxAccessPoints = 256

/** The public half of the key that a panel made when it paired. */
export const PanelKey = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() })
export type PanelKey = z.infer<typeof PanelKey>

/**
 * A control panel as administrators know it. `key` is absent until the panel has used its pairing code. What changes with
 * every heartbeat is in `PanelPresence`.
 */
export const Panel = z.object({
  id: PanelId,
  version: z.number(),
  serialNumber: z.string(),
  name: z.string(),
  siteId: SiteId,
  siteName: z.string(),
  accessPointIds: z.array(AccessPointId),
  /** The SHA-256 of the one-time code, and until when it may be used. */
  pairing: z.object({ codeHash: z.string(), expiresAt: z.number() }).optional(),
  key: PanelKey.optional(),
  pairedAt: z.number().optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Panel = z.infer<typeof Panel>

/** What a new panel is made of. A serial number is the one on the panel's label; letters of either case are the same. */
export type CreatePanel = Pick<Panel, 'serialNumber' | 'name' | 'siteId'>
/** What to change of a panel: what is left out stays as it is. */
export type PanelChanges = Partial<Pick<Panel, 'name' | 'siteId'>>

export const DoorState = z.enum(['locked', 'unlocked', 'unknown'])
export type DoorState = z.infer<typeof DoorState>

/**
 * What is live about a panel, kept apart from the panel itself: it is written at every heartbeat, and no administrator's
 * change may lose a race against that. There is one for every panel, from its registration to its deletion.
 */
export const PanelPresence = z.object({
  panelId: PanelId,
  /** Thumbprint of the key that the panel paired with: whoever speaks with another key is not this panel (any more). */
  keyId: z.string().optional(),
  /** How the panel can be reached. Without a `connectionId` it asks by HTTPS, and nothing can be pushed to it. */
  connection: z.object({ connectionId: z.string().optional(), connectedAt: z.number() }).optional(),
  /** Counts the connections. */
  generation: z.number(),
  lastContactAt: z.number().optional(),
  /** Until when the panel counts as connected, unless it is heard again. */
  onlineUntil: z.number().optional(),
  firmwareVersion: z.string().optional(),
  /** What it was last asked to install. */
  firmware: FirmwareRequest.optional(),
  /**
   * The newest version of its rules, and when it was added. Where the panel is connected a delta is noted here only when the panel says that
   * it runs it, or has not said so by its next heartbeat: the log of its rules knows better.
   */
  rulesVersion: z.number(),
  rulesAt: z.number().optional(),
  /** The numbers of the last compile of its rules that began, and of the latest that ended well; when the last one began. */
  compileBegun: z.number(),
  compileEnded: z.number(),
  compilingSince: z.number().optional(),
  /** The last version that it was sent, and the one that it runs. */
  sentVersion: z.number(),
  appliedVersion: z.number(),
  /** The hash of the rules that it runs, by its own word. */
  stateHash: z.string().optional(),
  /** The version of the posture that the doors ought to follow, the last that was sent, and the one that they follow. */
  postureVersion: z.number(),
  sentPosture: z.number(),
  /** The last version of its posture that the panel refused, if it follows none that is newer. */
  refusedPosture: z.object({ version: z.number(), at: z.number(), error: z.string().optional() }).optional(),
  appliedPosture: z.number(),
  /** When the compile `compileEnded` began: the rules hold every change that was stored before. */
  compiledFrom: z.number().optional(),
  /** The last version that the panel refused, and why. */
  refused: z.object({ version: z.number(), error: z.string().optional(), at: z.number() }).optional(),
  /** When other hardware took its place last: that is sent no command that was given before. */
  replacedAt: z.number().optional(),
  doors: z.record(z.string(), z.object({ state: DoorState, at: z.number() })),
})
export type PanelPresence = z.infer<typeof PanelPresence>

/** Whether the panel has said on its connection how its doors stand. Without doors it has nothing to say. */
export const hasReportedDoors = ({ connection, doors }: PanelPresence): boolean => {
  const reports = Object.values(doors)
  return connection !== undefined && (reports.length === 0 || reports.some(({ at }) => at >= connection.connectedAt))
}

/** A compile that began so long ago is taken for one that failed. */
const maxCompileMs = 10 * second

/** Whether a compile of the panel's rules has begun and not ended. */
export const isBeingCompiled = ({ compileBegun, compileEnded, compilingSince = 0 }: PanelPresence, now: Instant): boolean =>
  compileBegun > compileEnded && compilingSince > now - maxCompileMs

/** The version of the rules that the panel should run; 0 before the first. While its rules are being compiled that is the next one. */
export const desiredVersion = ({ rulesVersion, compileBegun, compileEnded }: PanelPresence): number =>
  rulesVersion + (compileBegun > compileEnded ? 1 : 0)

/** Whether the panel is connected now: it has a connection, and was heard on it lately. */
export const isConnected = ({ connection, onlineUntil }: PanelPresence, now: Instant): boolean =>
  connection !== undefined && onlineUntil !== undefined && onlineUntil >= now
