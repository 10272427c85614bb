import type { Instant } from './clock.ts'
import { PanelId } from './ids.ts'
import { tailOf, uuidV7With } from './uuid.ts'

/** The id of a new command of a panel, by 3 random bytes: a UUID of version 7 that ends in the id of the panel. See decision 53. */
export const commandIdOf = (now: Instant, panelId: PanelId, random: Uint8Array): string => uuidV7With(now, panelId, random)

/** The panel whose command this is; undefined for an id that is no command's. */
export const panelOfCommand = (commandId: string): PanelId | undefined => PanelId.safeParse(tailOf(commandId)).data
