import { z } from 'zod'
import { type Assignments, maxAssigned } from '../../../domain/identity/administrators/entity.ts'
import { GroupId, ScenarioId, SiteId } from '../../../lib/ids.ts'

const types = ['ALL', 'SELECTED', 'NONE'] as const

/** What is assigned of one kind; `selectedIds` is read when the type is SELECTED. */
const assignment = <Id extends z.ZodType<number>>(field: string, id: Id) =>
  z
    .object(
      {
        assignmentType: z.enum(types, {
          error: (issue) => `Invalid value ${shown(issue.input)}for '${field}.assignmentType': expected ALL, SELECTED or NONE`,
        }),
        selectedIds: z
          .array(id, { error: `Invalid value for '${field}.selectedIds': expected a list of ids` })
          .max(maxAssigned, { error: `Invalid value for '${field}.selectedIds': at most ${maxAssigned} ids` })
          .nullish(),
      },
      { error: `Invalid value for '${field}': expected an object with an assignmentType` },
    )
    .refine(({ assignmentType, selectedIds }) => assignmentType !== 'SELECTED' || selectedIds != null, {
      error: `Invalid value for '${field}.selectedIds': it is required with assignmentType SELECTED`,
    })

const shown = (input: unknown) => (typeof input === 'string' ? `'${input}' ` : '')

/** Body of Configure admin assignments (API document, Assignments). */
export const AssignmentsInput = z
  .object({
    sites: assignment('sites', SiteId),
    groups: assignment('groups', GroupId),
    emergencyScenarios: assignment('emergencyScenarios', ScenarioId),
  })
  .meta({
    id: 'AssignmentsInput',
    example: {
      sites: { assignmentType: 'ALL' },
      groups: { assignmentType: 'SELECTED', selectedIds: [111, 222] },
      emergencyScenarios: { assignmentType: 'NONE' },
    },
  })

type Given<Id> = { assignmentType: (typeof types)[number]; selectedIds?: readonly Id[] | null | undefined }

const assigned = <Id>({ assignmentType, selectedIds }: Given<Id>): 'all' | Id[] => {
  if (assignmentType === 'ALL') return 'all'
  return assignmentType === 'NONE' ? [] : [...new Set(selectedIds)]
}

/** What a body of Configure admin assignments asks for; an id that is given twice is one. */
export const assignmentsOf = (body: z.infer<typeof AssignmentsInput>): Assignments => ({
  sites: assigned(body.sites),
  groups: assigned(body.groups),
  scenarios: assigned(body.emergencyScenarios),
})
