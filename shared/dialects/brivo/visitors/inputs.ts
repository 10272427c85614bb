import { z } from 'zod'
import { maxContacts, maxGroups, maxTextLength } from '../../../domain/people/users/entity.ts'
import type { WelcomeVisitor } from '../../../domain/people/visitors/welcome.ts'
import { GroupId } from '../../../lib/ids.ts'
import type { Language } from '../../../lib/language.ts'
import { plainText } from '../../../lib/text.ts'
import { Email, withType } from '../users/inputs.ts'
import { WireInstant } from '../wire-time.ts'

/** A list that must not be empty, with the document's sentence for one that is, or is left out. */
const filled = <Schema extends z.ZodType>(element: Schema, max: number, missing: string) =>
  z.preprocess((given) => given ?? [], z.array(element).min(1, { error: missing }).max(max))

/** Body of Create new Guest by Admin host. Without a type the visitor has a PIN, and with `MOBILE_PASS` a mobile pass too. */
export const VisitorInput = z
  .object({
    user: z.object({
      firstName: plainText('firstName', maxTextLength),
      effectiveFrom: WireInstant,
      effectiveTo: WireInstant,
      emails: filled(
        Email.transform(withType),
        maxContacts,
        'Provide an email address where the visitor will receive the PIN credential',
      ),
    }),
    groupIds: filled(GroupId, maxGroups, "Provide groupIds for the visitor's access to doors"),
    credentialType: z.enum(['PIN', 'MOBILE_PASS']).nullish(),
  })
  .meta({ id: 'VisitorInput' })

/** What a body of Create new Guest asks for. */
export const welcomeVisitorOf = (
  { user, groupIds, credentialType }: z.infer<typeof VisitorInput>,
  language: Language,
): WelcomeVisitor => ({
  firstName: user.firstName,
  startsAt: user.effectiveFrom,
  endsAt: user.effectiveTo,
  emails: user.emails,
  groupIds,
  mobileKey: credentialType === 'MOBILE_PASS',
  language,
})
