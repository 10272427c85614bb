import type { FieldText } from './field-text.ts'
import { administrationFields } from './fields/administration.ts'
import { credentialFields } from './fields/credentials.ts'
import { decisionFields } from './fields/decisions.ts'
import { doorFields } from './fields/doors.ts'
import { peopleFields } from './fields/people.ts'
import { recordFields } from './fields/record.ts'

const fields = new Map(
  Object.entries({
    ...administrationFields,
    ...doorFields,
    ...decisionFields,
    ...recordFields,
    ...credentialFields,
    ...peopleFields,
  }),
)

/** What is said of the field at a path, which begins with the name of its schema. `isSpecific` when it is said of this place only. */
export const fieldAt = (path: readonly string[]): { text: FieldText; isSpecific: boolean } | undefined => {
  for (let from = 0; from < path.length; from += 1) {
    const text = fields.get(path.slice(from).join('.'))
    if (text) return { text, isSpecific: from < path.length - 1 }
  }
  return undefined
}
