import type { Instant } from '../../../lib/clock.ts'
import { definedOf } from '../../../lib/defined.ts'
import { AccessPointId, type AccountId, CredentialId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound, NotPermitted } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { PresentedKind } from '../../people/credentials/entity.ts'
import type { Event } from '../../record/events/entity.ts'
import type { Explanation, Who } from './entity.ts'
import { type ExplainDeps, explainDecision } from './explain.ts'

/** An event with what was decided then, if it is a decision, and what would be decided of the same by the rules of today. */
export type EventExplanation = { event: Event; decision?: 'granted' | 'denied'; byTodaysRules?: Explanation }

type Needed = ExplainDeps & Pick<Deps, 'events' | 'now'>

/**
 * What is known of why an access event came about. The rules of then are not kept, only their version. What would be decided today is
 * left out where what was presented, who presented it, or the door is not known (any more). A PIN is not kept: one that was typed is
 * taken for the right one, unless the panel said that it was wrong.
 */
export const explainEvent = async (
  deps: Needed,
  principal: Principal,
  uuid: string,
  occurredAt: Instant | undefined,
): Promise<Result<EventExplanation, NotFound<'event'> | NotPermitted>> => {
  const { accountId } = principal
  const when = occurredAt === undefined ? { now: deps.now() } : { occurredAt }
  const event = await deps.events.find(accountId, 'access', uuid.toLowerCase(), when)
  if (!event) return err({ kind: 'not_found', what: 'event', id: uuid })
  const decision = decisionOf(event)
  const explained = { event, ...definedOf({ decision }) }
  const who = decision && (await whoWas(deps, accountId, event))
  if (!who || event.subject?.kind !== 'access_point') return ok(explained)
  const today = await explainDecision(deps, principal, {
    accessPointId: AccessPointId.parse(event.subject.id),
    who,
    side: event.facts.side,
    at: event.occurredAt,
    assumed: { enabledScheduleIds: [], privacyMode: false },
  })
  if (today.ok) return ok({ ...explained, byTodaysRules: today.value })
  return today.error.kind === 'not_permitted' ? err(today.error) : ok(explained)
}

const decisionOf = ({ type }: Event): EventExplanation['decision'] => {
  if (type === 'access.granted') return 'granted'
  return type.startsWith('access.denied.') ? 'denied' : undefined
}

/** Matches no PIN. */
const wrongPin = ''

const whoWas = async (deps: Pick<Deps, 'users'>, accountId: AccountId, { actor, facts }: Event): Promise<Who | undefined> => {
  const { credential, pinUsed, reason } = facts
  const isPerson = actor?.kind === 'user' || actor?.kind === 'visitor'
  const pinOfActor = async () =>
    isPerson && actor.id !== undefined ? (await deps.users.get(accountId, actor.id))?.pin : undefined
  const pin = !pinUsed ? undefined : reason === 'wrong_pin' ? wrongPin : await pinOfActor()
  if (credential?.id !== undefined) return { by: 'credential', credentialId: CredentialId.parse(credential.id), pin }
  if (credential?.value !== undefined) {
    const kind = PresentedKind.safeParse(credential.kind ?? 'card')
    if (!kind.success) return undefined
    const { value: encodedCredential, bits } = credential
    return { by: 'value', what: { kind: kind.data, encodedCredential, ...definedOf({ bits, pin }) } }
  }
  return pin === undefined ? undefined : { by: 'value', what: { pin } }
}
