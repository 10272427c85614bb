import type { AccessRule, GroupDoorRule } from '../../shared/domain/access/rules/entity.ts'
import { AccessPointId, AccessRuleId, GroupId, PanelId, ScheduleId } from '../../shared/lib/ids.ts'

/** The rule of a group at a door of panel 3, as the group permission calls of the API make it. */
export const groupRule = (
  groupId: number,
  accessPointId: number,
  scheduleId = 4,
  more: Partial<AccessRule> = {},
): GroupDoorRule => ({
  id: more.id ?? AccessRuleId.parse(groupId * 10_000 + accessPointId),
  version: 1,
  subject: { kind: 'group', groupId: GroupId.parse(groupId) },
  target: { kind: 'door', accessPointId: AccessPointId.parse(accessPointId) },
  scheduleId: ScheduleId.parse(scheduleId),
  isPair: true,
  panelId: more.panelId ?? PanelId.parse(3),
  createdAt: 0,
  updatedAt: 0,
})
