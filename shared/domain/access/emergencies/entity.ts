import { z } from 'zod'
import { AccessPointId, PanelId, ScenarioId } from '../../../lib/ids.ts'

/** `lockdown` locks doors to all but excluded groups; `egress` unlocks them. */
export const EmergencyKind = z.enum(['lockdown', 'egress'])
export type EmergencyKind = z.infer<typeof EmergencyKind>

/** The most doors of a scenario that names its doors. */
export const maxScenarioDoors = 300
/**
 * The most doors of an account whose full scenario may be initiated. The API document has such a limit, 300 unless it is set otherwise; nobody
 * is to find out in an emergency that the site is too large, so ours is far above what accounts have.
 */
export const maxFullScenarioDoors = 20_000

/**
 * Since when a scenario is in force, and what it holds: the doors that it was initiated with, and all panels that it has reached. Both are
 * empty of a full scenario, which holds every door.
 */
export const Activity = z.object({
  issuedAt: z.number(),
  accessPointIds: z.array(AccessPointId),
  panelIds: z.array(PanelId),
})
export type Activity = z.infer<typeof Activity>

/**
 * What is done in an emergency: doors that are locked down or opened together. At most one of each kind is the default. `isFull`
 * marks the two that every account has, which hold every door.
 */
export const Scenario = z.object({
  id: ScenarioId,
  version: z.number(),
  name: z.string(),
  kind: EmergencyKind,
  isDefault: z.boolean(),
  isFull: z.literal(true).optional(),
  accessPointIds: z.array(AccessPointId),
  active: Activity.optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Scenario = z.infer<typeof Scenario>

/** What a new scenario is made of. */
export type CreateScenario = Pick<Scenario, 'name' | 'kind' | 'isDefault' | 'accessPointIds'>
/** What to change of a scenario: what is left out stays as it is. */
export type ScenarioChanges = Partial<Omit<CreateScenario, 'kind'>>

/** The ids of the full scenarios, the same in every account: no id is ever drawn so low. */
const fullIds = { lockdown: ScenarioId.parse(2), egress: ScenarioId.parse(3) } as const

/** The full scenario of a kind as every account has it before it was ever initiated; its version is 0. */
export const fullScenario = (kind: EmergencyKind): Scenario => ({
  id: fullIds[kind],
  version: 0,
  name: kind === 'lockdown' ? 'Default full lockdown' : 'Default full egress',
  kind,
  isDefault: false,
  isFull: true,
  accessPointIds: [],
  createdAt: 0,
  updatedAt: 0,
})

/**
 * How a scenario that was initiated or cleared reaches its panels: page by page, in the order of their ids. It is stored with the change
 * of the scenario, whose `version` after that it has. `panelIds` are its panels, absent when they are all of the account;
 * `accessPointIds` the doors of the scenario, absent when they are all. `panels` were handed on so far, in `pages`, the last of them `after`.
 */
export const FanOut = z.object({
  scenarioId: ScenarioId,
  version: z.number(),
  action: z.enum(['initiate', 'clear']),
  startedAt: z.number(),
  panelIds: z.array(PanelId).optional(),
  accessPointIds: z.array(AccessPointId).optional(),
  pages: z.number(),
  panels: z.number(),
  after: PanelId.optional(),
  endedAt: z.number().optional(),
  expiresAt: z.number(),
})
export type FanOut = z.infer<typeof FanOut>

/** Where it is after a page. */
export type FanOutPlace = Pick<FanOut, 'pages' | 'panels' | 'after'>
