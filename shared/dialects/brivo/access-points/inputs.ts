import { z } from 'zod'
import type { AccessPointChanges, CreateAccessPoint } from '../../../domain/places/access-points/entity.ts'
import { definedOf } from '../../../lib/defined.ts'
import { PanelId, ScheduleId } from '../../../lib/ids.ts'
import { plainText } from '../../../lib/text.ts'
import { absentWhenNullEach, Flag, wholeNumber, withDefault } from '../values.ts'

const maxPulseSeconds = 60

const settings = {
  name: plainText('name', 64),
  activationEnabled: Flag,
  twoFactorEnabled: Flag,
  reportLiveStatus: Flag,
  /** How long a pulse leaves the door unlocked. */
  pulseSeconds: wholeNumber(1, maxPulseSeconds),
}

/** Body that adds an access point (ours: the API document has no call that does). */
export const AccessPointInput = z
  .object({
    ...settings,
    activationEnabled: withDefault(settings.activationEnabled, true),
    twoFactorEnabled: withDefault(settings.twoFactorEnabled, false),
    reportLiveStatus: withDefault(settings.reportLiveStatus, true),
    pulseSeconds: withDefault(settings.pulseSeconds, 5),
    controlPanelId: PanelId,
    unlockScheduleId: ScheduleId.nullish(),
  })
  .meta({ id: 'AccessPointInput' })

/** Body that changes one: what is left out stays as it is, and `null` takes the unlock schedule away. */
export const AccessPointPatch = z
  .object({ ...absentWhenNullEach(settings), unlockScheduleId: ScheduleId.nullish() })
  .meta({ id: 'AccessPointPatch' })

/** What a body that adds an access point asks for. */
export const createAccessPointOf = ({
  controlPanelId,
  unlockScheduleId,
  ...rest
}: z.infer<typeof AccessPointInput>): CreateAccessPoint => ({
  ...rest,
  panelId: controlPanelId,
  ...(unlockScheduleId ? { unlockScheduleId } : {}),
})

/** What a body that changes an access point asks for. */
export const accessPointChangesOf = (patch: z.infer<typeof AccessPointPatch>): AccessPointChanges => definedOf(patch)
