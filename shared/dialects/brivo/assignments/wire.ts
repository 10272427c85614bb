import { z } from 'zod'
import type { AssignedThings } from '../../../domain/identity/administrators/assign.ts'

const AssignmentSelection = z
  .object({ isAll: z.boolean(), assignments: z.array(z.object({ name: z.string(), id: z.number() })) })
  .meta({ id: 'AssignmentSelection' })

/** The document's example names the scenarios `emergencyScenarios`, its table `emergencyScenario`: both are sent. */
export const AssignmentsWire = z
  .object({
    sites: AssignmentSelection,
    groups: AssignmentSelection,
    emergencyScenarios: AssignmentSelection,
    emergencyScenario: AssignmentSelection,
  })
  .meta({ id: 'Assignments' })

/** What is assigned to an administrator: all of a kind, or a list, which is empty for none. */
export const assignmentsWire = ({ sites, groups, scenarios }: AssignedThings): z.infer<typeof AssignmentsWire> => ({
  sites: selection(sites),
  groups: selection(groups),
  emergencyScenarios: selection(scenarios),
  emergencyScenario: selection(scenarios),
})

const selection = (assigned: AssignedThings[keyof AssignedThings]): z.infer<typeof AssignmentSelection> =>
  assigned === 'all'
    ? { isAll: true, assignments: [] }
    : { isAll: false, assignments: assigned.map(({ id, name }) => ({ name, id })) }
