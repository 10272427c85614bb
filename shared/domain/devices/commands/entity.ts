import { z } from 'zod'
import { AccessPointId, AccountId, CredentialId, PanelId, SiteId } from '../../../lib/ids.ts'
import { AccessPointType } from '../../places/access-points/types.ts'
import { EventActor } from '../../record/events/entity.ts'

/**
 * How far a command came. It is stored as `accepted`; what the panel's receipts and our own sending make of it is in
 * `lifecycle.ts`. `expired` and `unknown` are never stored: they are what time has made of a state (`stateAt`).
 * Nothing supersedes or cancels a command: what can be taken back is desired state, and lies in the posture.
 */
export const storedStates = ['accepted', 'sent', 'received', 'executing', 'succeeded', 'failed', 'rejected'] as const
export const StoredState = z.enum(storedStates)
export type StoredState = z.infer<typeof StoredState>
export type CommandState = StoredState | 'expired' | 'unknown'

/**
 * One thing that a panel is to do now or never. All that its event will contain is in it from the beginning, so that settling it
 * needs no other read; it stays under 1 KB, so that storing it is one unit.
 */
export const Command = z.object({
  /** A UUID of version 7, so that a panel's commands sort by their creation, with the panel in it (`command-id.ts`). */
  id: z.uuid(),
  panelId: PanelId,
  /** `activate` pulses the door; `activate_floors` the outputs `relays` of the floors `floorIds` behind it. */
  kind: z.enum(['activate', 'activate_floors']),
  relays: z.array(z.number()).optional(),
  floorIds: z.array(AccessPointId).optional(),
  accessPoint: z.object({
    id: AccessPointId,
    name: z.string(),
    type: AccessPointType.optional(),
    siteId: SiteId,
    siteName: z.string(),
  }),
  by: EventActor,
  /** By whose rights a program gave it. A person who gave it acted for themselves. */
  onBehalfOf: EventActor.optional(),
  /** The application through which it was given. */
  clientId: z.string().optional(),
  /** The key in the phone by which a person opened the door. */
  credentialId: CredentialId.optional(),
  durationSeconds: z.number(),
  /** Given by somebody who may open doors in a lockdown: the panel does it then too. */
  inLockdown: z.literal(true).optional(),
  /** Whether it is done although somebody inside has set the lock to privacy: a person decided so, or a rule that overrides it. */
  inPrivacy: z.literal(true).optional(),
  issuedAt: z.number(),
  /** The panel refuses the command after this. */
  notAfter: z.number(),
  state: StoredState,
  /** How often it was pushed or fetched, and when, in order. Of two sends at the same moment one time may be missing. */
  sends: z.number(),
  sentAts: z.array(z.number()).default([]),
  receivedAt: z.number().optional(),
  executingAt: z.number().optional(),
  settledAt: z.number().optional(),
  /** Why the panel did not do it. */
  reason: z.string().optional(),
})
export type Command = z.infer<typeof Command>

/**
 * What the queues panel-work and posture-work say: that there is work for a panel, and nothing of what it is. `commandIds`: these were
 * sent, or could not be, and it is time to look whether the panel has them.
 */
export const PanelWorkMessage = z.object({
  accountId: AccountId,
  panelId: PanelId,
  commandIds: z.array(z.string()).optional(),
  /**
   * Only who is on this connection is to be asked to speak: it is not the panel's any more, and the gateway, which alone may, closes it at
   * the next word.
   */
  formerConnectionId: z.string().optional(),
})
export type PanelWorkMessage = z.infer<typeof PanelWorkMessage>

/** Wakes whoever sends a panel what is pending for it. */
export type PanelWork = {
  /** Never throws: a nudge that is lost costs the time until the panel's next heartbeat, so it is logged and no more. */
  nudge: (accountId: AccountId, panelId: PanelId) => Promise<void>
  /** Ends a connection that is the panel's no more, at once rather than at its next heartbeat. Never throws. */
  disconnect: (accountId: AccountId, panelId: PanelId, connectionId: string) => Promise<void>
}
