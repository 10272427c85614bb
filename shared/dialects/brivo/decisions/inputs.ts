import { z } from 'zod'
import type { Question, Who } from '../../../domain/access/explanations/entity.ts'
import { comparedValue } from '../../../domain/people/credentials/compared-value.ts'
import { type CredentialKind, familyOf, type PresentedKind } from '../../../domain/people/credentials/entity.ts'
import { maxGroups } from '../../../domain/people/users/entity.ts'
import type { Instant } from '../../../lib/clock.ts'
import { AccessPointId, CredentialId, GroupId, ScheduleId, UserId } from '../../../lib/ids.ts'
import { EffectiveDates } from '../credentials/inputs.ts'
import { absentWhenNull, Flag, OptionalFlag, TextOrNumber, wholeNumber } from '../values.ts'
import { WireInstant } from '../wire-time.ts'

/** What kinds of credentials are called here. */
export const kindNames = {
  card: 'CARD',
  virtual_card: 'VIRTUAL_CARD',
  qr: 'QR',
  finger: 'FINGER',
  mobile_key: 'MOBILE_KEY',
  plate: 'PLATE',
  touch_pass: 'TOUCH_PASS',
  face: 'FACE',
} as const satisfies Record<PresentedKind, string>
const wireNames = Object.values(kindNames)

const Kind = z.preprocess(
  (given) => (typeof given === 'string' ? given.trim().toUpperCase() : given),
  z.enum(wireNames, { error: `Invalid value for 'kind': expected ${wireNames.join(', ')}` }),
)
const kindOf = (name: z.infer<typeof Kind>): PresentedKind =>
  // The names are those of the kinds.
  (Object.keys(kindNames) as PresentedKind[]).find((kind) => kindNames[kind] === name) ?? 'card'

/** What is secret is never repeated in a message. */
const Encoded = TextOrNumber.transform((value) => String(value).trim())
  .refine((text) => text.length > 0 && text.length <= 256, {
    error: "Invalid value for 'encodedCredential': expected 1 to 256 characters",
  })
  .meta({ type: 'string' })
const Pin = TextOrNumber.transform((value) => String(value).trim())
  .refine((text) => /^\d{1,16}$/.test(text), { error: "Invalid value for 'pin': expected 1 to 16 digits" })
  .meta({ type: 'string' })

const groupIds = z
  .array(GroupId)
  .max(maxGroups)
  .nullish()
  .transform((ids) => ids ?? [])

const ProposedChangeInput = z
  .object({
    userGroups: absentWhenNull(z.object({ add: groupIds, remove: groupIds })),
    userSuspended: OptionalFlag,
    permission: absentWhenNull(z.object({ groupId: GroupId, scheduleId: z.union([ScheduleId, z.null()]) })),
    // Without the name of the body that it is elsewhere, since it may be null here.
    credentialDates: absentWhenNull(z.object(EffectiveDates.shape)),
  })
  .meta({ id: 'ProposedChange' })

const AssumedInput = z
  .object({
    enabledScheduleIds: z
      .array(ScheduleId)
      .max(100)
      .nullish()
      .transform((ids) => ids ?? []),
    privacyMode: Flag.nullish().transform((value) => value ?? false),
  })
  .meta({ id: 'AssumedAtPanel' })

/** Body of Explain a decision (ours). */
export const ExplainInput = z
  .object({
    accessPointId: AccessPointId,
    userId: absentWhenNull(UserId),
    credentialId: absentWhenNull(CredentialId),
    kind: absentWhenNull(Kind),
    encodedCredential: absentWhenNull(Encoded),
    bits: absentWhenNull(wholeNumber(1, 512)),
    pin: absentWhenNull(Pin),
    side: absentWhenNull(wholeNumber(1, 2)),
    at: absentWhenNull(WireInstant),
    assume: absentWhenNull(AssumedInput),
    change: absentWhenNull(ProposedChangeInput),
  })
  .superRefine((body, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    const { userId, credentialId, encodedCredential, pin, kind, bits, change } = body
    const isByValue = encodedCredential !== undefined || (pin !== undefined && credentialId === undefined)
    const ways = [userId !== undefined, credentialId !== undefined, isByValue].filter(Boolean).length
    if (ways !== 1)
      refuse(
        'userId',
        "Invalid value for 'userId': expected one of 'userId', 'credentialId' and what was read ('encodedCredential', 'pin')",
      )
    if (encodedCredential === undefined && (kind !== undefined || bits !== undefined))
      refuse('encodedCredential', "Invalid value for 'encodedCredential': it is missing beside 'kind' or 'bits'")
    if (encodedCredential !== undefined && comparedValue(cardOr(kind), encodedCredential) === undefined)
      refuse('encodedCredential', `Invalid value for 'encodedCredential': ${wrongValue(cardOr(kind))}`)
    if (change?.credentialDates && credentialId === undefined && encodedCredential === undefined)
      refuse('change', "Invalid value for 'change.credentialDates': no credential is named")
  })
  .meta({ id: 'ExplainInput' })

const cardOr = (kind: z.infer<typeof Kind> | undefined): CredentialKind => (kind === undefined ? 'card' : kindOf(kind))
const wrongValue = (kind: CredentialKind): string =>
  familyOf(kind) === 'card' ? 'a card is read as hexadecimal' : 'nothing is left of it'

const whoOf = ({ userId, credentialId, kind, encodedCredential, bits, pin }: z.infer<typeof ExplainInput>): Who => {
  if (userId !== undefined) return { by: 'user', userId }
  if (credentialId !== undefined) return { by: 'credential', credentialId, pin }
  const read = encodedCredential === undefined ? {} : { encodedCredential, ...(kind ? { kind: kindOf(kind) } : {}) }
  return { by: 'value', what: { ...read, ...(bits === undefined ? {} : { bits }), ...(pin === undefined ? {} : { pin }) } }
}

/** What a body asks; `now` is the instant that it asks about when it names none. */
export const questionOf = (body: z.infer<typeof ExplainInput>, now: Instant): Question => ({
  accessPointId: body.accessPointId,
  who: whoOf(body),
  side: body.side === undefined ? undefined : body.side === 2 ? 2 : 1,
  at: body.at ?? now,
  assumed: body.assume ?? { enabledScheduleIds: [], privacyMode: false },
  change: body.change,
})
