import { z } from 'zod'
import type { PanelChanges } from '../../../domain/devices/panels/entity.ts'
import { definedOf } from '../../../lib/defined.ts'
import { SiteId } from '../../../lib/ids.ts'
import { plainText } from '../../../lib/text.ts'
import { absentWhenNullEach } from '../values.ts'

const settings = { name: plainText('name', 64), siteId: SiteId }

/** Body that registers a control panel (ours: the API document has no call that does). */
export const ControlPanelInput = z
  .object({ serialNumber: plainText('serialNumber', 64), ...settings })
  .meta({ id: 'ControlPanelInput' })

/** Body that puts other hardware in place of a control panel's. */
export const ControlPanelReplacement = z
  .object({ serialNumber: plainText('serialNumber', 64) })
  .meta({ id: 'ControlPanelReplacement' })

/** Body that changes one: what is left out stays as it is. */
export const ControlPanelPatch = z.object(absentWhenNullEach(settings)).meta({ id: 'ControlPanelPatch' })

/** What a body that changes a control panel asks for. */
export const panelChangesOf = (patch: z.infer<typeof ControlPanelPatch>): PanelChanges => definedOf(patch)
