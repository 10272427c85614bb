import { z } from 'zod'
import { rules } from '../../../domain/access/decisions/decision.ts'
import type { Explanation, PresentedAs, Verdict } from '../../../domain/access/explanations/entity.ts'
import type { LiveDoor } from '../../../domain/access/explanations/live-doors.ts'
import type { EventExplanation } from '../../../domain/access/explanations/past-event.ts'
import { desiredVersion, type PanelPresence } from '../../../domain/devices/panels/entity.ts'
import type { CredentialKind } from '../../../domain/people/credentials/entity.ts'
import type { AccessPoint } from '../../../domain/places/access-points/entity.ts'
import { AccessPointType } from '../../../domain/places/access-points/types.ts'
import { definedOf, omitEmpty } from '../../../lib/defined.ts'
import { codedType } from '../events/types.ts'
import { formatInstantMs } from '../wire-time.ts'
import { kindNames } from './inputs.ts'

const Named = z.object({ id: z.number(), name: z.string() })
const Door = Named.extend({ type: AccessPointType, siteId: z.number(), siteName: z.string() })
const Step = z.object({ rule: z.enum(rules), passed: z.boolean(), detail: z.string().optional() }).meta({ id: 'DecisionStep' })
const presentedNames = {
  credential: 'CREDENTIAL',
  pin: 'PIN',
  credential_and_pin: 'CREDENTIAL_AND_PIN',
  nothing: 'NOTHING',
} as const satisfies Record<PresentedAs, string>
const credentialKinds = { ...kindNames, pin: 'PIN', switch_code: 'SWITCH_CODE' } as const satisfies Record<CredentialKind, string>

/** What a panel would decide, and why. */
const verdictFields = {
  decision: z.enum(['granted', 'denied']),
  reason: z.string(),
  eventCode: z.number(),
  eventAction: z.string(),
  presented: z.enum(Object.values(presentedNames)),
  user: z.object({ id: z.number(), firstName: z.string(), lastName: z.string() }).optional(),
  credential: z.object({ id: z.number(), kind: z.enum(Object.values(credentialKinds)) }).optional(),
  schedule: Named.optional(),
  floors: z.array(Named).optional(),
  onlyFloors: z.boolean().optional(),
  trace: z.array(Step),
  assumptions: z.array(z.string()),
}
export const DecisionWire = z.object(verdictFields).meta({ id: 'Decision' })

/** Which versions of its rules a panel should have and has. */
export const PanelRulesWire = z
  .object({ desiredVersion: z.number(), appliedVersion: z.number(), isCurrent: z.boolean() })
  .meta({ id: 'PanelRulesVersion' })

/** The answer of Explain a decision (ours). */
export const ExplanationWire = z
  .object({
    accessPoint: Door,
    side: z.number(),
    at: z.string(),
    ...verdictFields,
    after: DecisionWire.optional(),
    basis: z.literal('cloud'),
    configuration: PanelRulesWire,
    posture: PanelRulesWire,
  })
  .meta({ id: 'DecisionExplanation' })

const decisionWire = (verdict: Verdict): z.infer<typeof DecisionWire> => {
  const { user, credential, presentedAs } = verdict
  const { code, action } = codedType(verdict.eventType)
  return omitEmpty({
    decision: verdict.decision,
    reason: verdict.reason,
    eventCode: code,
    eventAction: action,
    presented: presentedNames[presentedAs],
    user: user && { id: user.id, firstName: user.firstName, lastName: user.lastName },
    credential: credential && { id: credential.id, kind: credentialKinds[credential.kind] },
    schedule: verdict.schedule,
    floors: verdict.floors?.map(({ id, name }) => ({ id, name })),
    onlyFloors: verdict.onlyFloors,
    trace: verdict.trace.map((step) => omitEmpty(step)),
    assumptions: [...verdict.assumptions],
  })
}

/** How far a panel is with its rules. One that has none yet lets nobody in, so it is not current. */
export const panelRulesWire = (presence: PanelPresence | undefined): z.infer<typeof PanelRulesWire> => {
  const rules = versions(presence ? desiredVersion(presence) : 0, presence?.appliedVersion ?? 0)
  return { ...rules, isCurrent: rules.isCurrent && rules.appliedVersion > 0 }
}

const versions = (desiredVersion: number, appliedVersion: number): z.infer<typeof PanelRulesWire> => ({
  desiredVersion,
  appliedVersion,
  isCurrent: appliedVersion === desiredVersion,
})

/** An explanation as the API answers it. */
export const explanationWire = (explanation: Explanation): z.infer<typeof ExplanationWire> => {
  const { accessPoint, at, side, verdict, after, presence } = explanation
  return {
    accessPoint: doorWire(accessPoint),
    side,
    at: formatInstantMs(at),
    ...decisionWire(verdict),
    ...(after ? { after: decisionWire(after) } : {}),
    basis: 'cloud',
    configuration: panelRulesWire(presence),
    posture: versions(presence?.postureVersion ?? 0, presence?.appliedPosture ?? 0),
  }
}

const doorWire = ({ id, name, type, siteId, siteName }: AccessPoint): z.infer<typeof Door> => ({
  id,
  name,
  type,
  siteId,
  siteName,
})

/** A door at which a person or a credential is live (ours). */
export const LiveDoorWire = z
  .object({ accessPoint: Door, schedules: z.array(Named), isAlways: z.boolean(), panel: PanelRulesWire })
  .meta({ id: 'LiveAccess' })

export const liveDoorWire = ({ accessPoint, schedules, isAlways, presence }: LiveDoor): z.infer<typeof LiveDoorWire> => ({
  accessPoint: doorWire(accessPoint),
  schedules: schedules.map(({ id, name }) => ({ id, name })),
  isAlways,
  panel: panelRulesWire(presence),
})

/** The answer of Explain an access event (ours). */
export const EventExplanationWire = z
  .object({
    event: z.object({
      uuid: z.string(),
      occurred: z.string(),
      eventCode: z.number(),
      eventAction: z.string(),
      accessPoint: z.object({ id: z.number(), name: z.string().optional() }).optional(),
      user: z.object({ id: z.number(), name: z.string().optional() }).optional(),
    }),
    recorded: z.object({
      decision: z.enum(['granted', 'denied']).optional(),
      reason: z.string().optional(),
      rulesVersion: z.number().optional(),
    }),
    byTodaysRules: ExplanationWire.optional(),
  })
  .meta({ id: 'AccessEventExplanation' })

export const eventExplanationWire = ({
  event,
  decision,
  byTodaysRules,
}: EventExplanation): z.infer<typeof EventExplanationWire> => {
  const { uuid, occurredAt, type, subject, actor, facts } = event
  const { code, action } = codedType(type)
  const isPerson = actor?.kind === 'user' || actor?.kind === 'visitor'
  return {
    event: {
      uuid,
      occurred: formatInstantMs(occurredAt),
      eventCode: code,
      eventAction: action,
      ...(subject?.kind === 'access_point' ? { accessPoint: { id: subject.id, ...definedOf({ name: subject.name }) } } : {}),
      ...(isPerson && actor.id !== undefined ? { user: { id: actor.id, ...definedOf({ name: actor.name }) } } : {}),
    },
    recorded: definedOf({ decision, reason: facts.reason, rulesVersion: facts.rulesVersion }),
    ...(byTodaysRules ? { byTodaysRules: explanationWire(byTodaysRules) } : {}),
  }
}
