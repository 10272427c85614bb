import pMap from 'p-map'
import type { Deps } from '../../shared/domain/deps.ts'
import { compilePerson, type Scope } from '../../shared/domain/devices/panels/compile-people.ts'
import type { PanelToCompile, PersonToChange } from '../../shared/domain/devices/panels/config-work.ts'
import type { RulesHead } from '../../shared/domain/devices/rules-log/entity.ts'
import { asciiJson } from '../../shared/lib/ascii-json.ts'
import type { PanelId, UserId } from '../../shared/lib/ids.ts'
import { type AddDeps, addPeople, type PanelToChange } from './add-person.ts'
import type { CompilerDeps } from './deps.ts'
import type { FindDeps } from './find-panels.ts'
import { panelsUnderRules } from './panels-under-rules.ts'

export type PersonDeps = FindDeps & AddDeps & Pick<CompilerDeps, 'ruleSources'> & Pick<Deps, 'pause'>

/** Panels in one message: what one invocation changes. */
const panelsAtOnce = 100
/** People read at once. */
const peopleAtOnce = 10
/** How often a person is read again since a panel's log had grown by something about them, or by another scope. */
const maxRounds = 20

/** A change of one person, and the page of panels that it is for. */
type Concerned = { message: PersonToChange; panelIds: readonly PanelId[] }

/** As `changePeople`, for one person. Says how many panels were changed, and whether there are more. */
export const changePerson = async (deps: PersonDeps, message: PersonToChange): Promise<{ panels: number; more: boolean }> => {
  const [changed] = await changePeople(deps, [message])
  return changed ?? { panels: 0, more: false }
}

/**
 * Makes the rules of panels say of some people of one account what is so now, by a delta for each panel where one of them may pass, or might
 * have passed before: of the first page of those panels of each; other messages bring those that come after. The logs of the panels are
 * read before the people: so the later of two deltas never knows less. It costs what these people and these panels cost, whatever the
 * size of the account. Throws when a panel could not be changed; then the messages come again.
 */
export const changePeople = async (
  deps: PersonDeps,
  messages: readonly PersonToChange[],
): Promise<{ panels: number; more: boolean }[]> => {
  const pages = await pMap(messages, (message) => pageOf(deps, message), { concurrency: peopleAtOnce })
  const usersAt = new Map<PanelId, Set<UserId>>()
  for (const { message, panelIds } of pages)
    for (const panelId of panelIds) usersAt.set(panelId, (usersAt.get(panelId) ?? new Set()).add(message.userId))
  let open = [...usersAt.keys()]
  for (let round = 0; round < maxRounds && open.length > 0; round += 1) {
    if (round > 0) await deps.pause(round)
    open = await changeAt(deps, messages, open, usersAt)
  }
  if (open.length > 0) throw new Error(`The logs of ${open.length} panels grew during each of ${maxRounds} reads of people`)
  return pages.map(({ panelIds, more }) => ({ panels: panelIds.length, more }))
}

/** One try for these panels; gives those where something was added meanwhile that concerns it. */
const changeAt = async (
  deps: PersonDeps,
  messages: readonly PersonToChange[],
  panelIds: readonly PanelId[],
  usersAt: ReadonlyMap<PanelId, ReadonlySet<UserId>>,
): Promise<PanelId[]> => {
  const [message] = messages
  if (!message) return []
  const { accountId } = message
  const panels = await readPanels(deps, { ...message, revokes: messages.some(({ revokes }) => revokes) }, panelIds)
  const userIds = [...new Set(panelIds.flatMap((panelId) => [...(usersAt.get(panelId) ?? [])]))]
  const read = await pMap(userIds, (userId) => deps.ruleSources.person(accountId, userId), { concurrency: peopleAtOnce })
  const people = new Map(read.map((person) => [person.id, person]))
  const outcomes = await pMap(panels, async (panel) => {
    const { panelId } = panel.presence
    const here = [...(usersAt.get(panelId) ?? [])].flatMap((userId) => people.get(userId) ?? [])
    const records = here.map((person) => compilePerson(person, scopeOf(panel.head)))
    return (await addPeople(deps, accountId, panel, records)) ? [] : panelId
  })
  return outcomes.flat()
}

/** The panels of a message; it sends on a message for those that come after. */
const pageOf = async (deps: PersonDeps, message: PersonToChange): Promise<Concerned & { more: boolean }> => {
  const found = await findPanels(deps, message)
  const panelIds = found.slice(0, panelsAtOnce)
  const last = found.length > panelIds.length ? panelIds.at(-1) : undefined
  if (last !== undefined) await sendOn(deps, message, { ...message, after: last })
  return { message, panelIds, more: last !== undefined }
}

const scopeOf = ({ scope }: RulesHead): Scope => ({ effects: scope.effects, users: new Set(scope.userIds) })

/**
 * One page of panels and one more, if there are more, whose rules may say something of the person: those that know a group that the person
 * is in now, or that the change names, and those where the person has a rule. Groups are looked up by what panels know, not by the rules
 * that they have now: a rule that is gone may still be in the log of a panel.
 */
const findPanels = async (deps: PersonDeps, { accountId, userId, groupIds, after }: PersonToChange): Promise<PanelId[]> => {
  const own = await deps.groups.groupIdsOf(accountId, userId)
  const groups = [...new Set([...groupIds, ...own])].map((id) => ({ kind: 'group' as const, id }))
  return panelsUnderRules(deps, accountId, [{ kind: 'user', userId }], groups, { after, limit: panelsAtOnce + 1 })
}

/** The panels that exist, and have rules. A panel that has none yet is to be compiled: a compile under way may have read the person as they were. */
const readPanels = async (deps: PersonDeps, message: PersonToChange, panelIds: readonly PanelId[]): Promise<PanelToChange[]> => {
  const { accountId } = message
  const [presences, heads] = await Promise.all([
    deps.presences.getMany(accountId, panelIds),
    Promise.all(panelIds.map((panelId) => deps.rulesLog.head(accountId, panelId))),
  ])
  const headOf = new Map(panelIds.map((panelId, index) => [panelId, heads[index]]))
  const panels = await Promise.all(
    presences.map(async (presence): Promise<PanelToChange[]> => {
      const head = headOf.get(presence.panelId)
      if (head) return [{ presence, head }]
      const { revokes, reasons, knownAt } = message
      await sendOn(deps, message, { kind: 'panel', accountId, panelId: presence.panelId, revokes, reasons, knownAt })
      return []
    }),
  )
  return panels.flat()
}

const sendOn = async (
  deps: PersonDeps,
  { accountId, revokes }: PersonToChange,
  message: PersonToChange | PanelToCompile,
): Promise<void> => {
  const queue = revokes ? deps.configUrgent : deps.configWork
  const refused = await queue.send([{ group: String(accountId), body: asciiJson(message) }])
  if (refused.length > 0) throw new Error('A queue did not take a message')
}
