import { z } from 'zod'
import { type CreateScenario, maxScenarioDoors, type ScenarioChanges } from '../../../domain/access/emergencies/entity.ts'
import { definedOf } from '../../../lib/defined.ts'
import { AccessPointId } from '../../../lib/ids.ts'
import { plainText } from '../../../lib/text.ts'
import { absentWhenNull, OptionalFlag, wholeNumber } from '../values.ts'

/** The document's numbers for the two kinds: 2 lockdown, 3 egress. */
export const threatLevelTypes = { lockdown: 2, egress: 3 } as const

const devices = z
  .array(AccessPointId)
  .max(maxScenarioDoors, { error: `a scenario has at most ${maxScenarioDoors} devices` })
  .transform((ids) => [...new Set(ids)])
  .meta({ description: 'Access points of the scenario' })
const name = plainText('name', 64)

/** Body that adds a scenario (ours: the API document has no call that does). */
export const EmergencyScenarioInput = z
  .object({
    name,
    threatLevelTypeId: wholeNumber(2, 3).meta({ description: '2 lockdown, 3 egress' }),
    deviceIds: absentWhenNull(devices),
    isDefault: OptionalFlag,
  })
  .meta({
    id: 'EmergencyScenarioInput',
    example: { name: 'Lockdown scenario 1', threatLevelTypeId: 2, deviceIds: [5648473], isDefault: false },
  })

/** Body that changes one: what is left out stays as it is. A scenario keeps its type. */
export const EmergencyScenarioPatch = z
  .object({ name: absentWhenNull(name), deviceIds: absentWhenNull(devices), isDefault: OptionalFlag })
  .meta({ id: 'EmergencyScenarioPatch', example: { deviceIds: [5648473, 5648605] } })

/** What a body that adds a scenario asks for. */
export const createScenarioOf = (input: z.infer<typeof EmergencyScenarioInput>): CreateScenario => ({
  name: input.name,
  kind: input.threatLevelTypeId === threatLevelTypes.lockdown ? 'lockdown' : 'egress',
  isDefault: input.isDefault ?? false,
  accessPointIds: input.deviceIds ?? [],
})

/** What a body that changes a scenario asks for. */
export const scenarioChangesOf = ({ deviceIds, ...rest }: z.infer<typeof EmergencyScenarioPatch>): ScenarioChanges =>
  definedOf({ ...rest, accessPointIds: deviceIds })
