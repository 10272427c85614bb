import { err, ok, type Result } from '../../../lib/result.ts'
import type { AccessPoint, AccessPointChanges } from './entity.ts'
import type { SettingNotOfType } from './errors.ts'
import { abilitiesOf } from './types.ts'

type Asked = Pick<AccessPointChanges, 'activationEnabled' | 'twoFactorEnabled' | 'reportLiveStatus' | 'unlockScheduleId'> &
  Pick<AccessPointChanges, 'failedAttempts' | 'doorRules' | 'floor' | 'lockSerialNumber' | 'wiegandPort'>

/** Whether the settings that are asked for are ones of the type: a Wiegand output has no lock, and a floor no reader. */
export const fitsType = (type: AccessPoint['type'], asked: Asked): Result<void, SettingNotOfType> => {
  const { locks, reads } = abilitiesOf(type)
  const wrong: Record<SettingNotOfType['setting'], boolean> = {
    activationEnabled: !locks && asked.activationEnabled === true,
    reportLiveStatus: !locks && asked.reportLiveStatus === true,
    unlockScheduleId: !locks && asked.unlockScheduleId != null,
    failedAttempts: !reads && asked.failedAttempts != null,
    doorRules: !(locks && reads) && asked.doorRules != null,
    twoFactorEnabled: !reads && asked.twoFactorEnabled === true,
    floorNumber: type !== 'FLOOR' && asked.floor?.number !== undefined,
    relay: type !== 'FLOOR' && asked.floor?.relay !== undefined,
    wiegandPort: type !== 'WIEGAND' && asked.wiegandPort !== undefined,
    lockSerialNumber: !abilitiesOf(type).privacy && asked.lockSerialNumber !== undefined,
  }
  // the keys are those of the record above
  const setting = (Object.keys(wrong) as SettingNotOfType['setting'][]).find((name) => wrong[name])
  return setting ? err({ kind: 'setting_not_of_type', type, setting }) : ok(undefined)
}
