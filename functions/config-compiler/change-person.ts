import pMap from 'p-map'
import type { Deps } from '../../shared/domain/deps.ts'
import { compilePerson, type Scope } from '../../shared/domain/devices/panels/compile-people.ts'
import type { PanelToCompile, PersonToChange } from '../../shared/domain/devices/panels/config-work.ts'
import type { RulesHead } from '../../shared/domain/devices/rules-log/entity.ts'
import { asciiJson } from '../../shared/lib/ascii-json.ts'
import type { PanelId } from '../../shared/lib/ids.ts'
import { type AddDeps, addPerson, type PanelToChange } from './add-person.ts'
import type { CompilerDeps } from './deps.ts'
import type { FindDeps } from './find-panels.ts'
import { panelsUnderRules } from './panels-under-rules.ts'

export type PersonDeps = FindDeps & AddDeps & Pick<CompilerDeps, 'ruleSources'> & Pick<Deps, 'pause'>

/** Panels in one message: what one invocation changes. */
const panelsAtOnce = 100
/** How often a person is read again since a panel's log had grown by something about them, or by another scope. */
const maxRounds = 20

/**
 * Makes the rules of panels say of one person what is so now, by a delta for each panel where the person may pass, or might have passed
 * before: of the first page of those panels; another message brings those that come after. The logs of the panels are read before the
 * person: so the later of two deltas never knows less. It costs what this person and these panels cost, whatever the size of the
 * account. Throws when a panel could not be changed; then the message comes again.
 */
export const changePerson = async (deps: PersonDeps, message: PersonToChange): Promise<{ panels: number; more: boolean }> => {
  const found = await findPanels(deps, message)
  const page = found.slice(0, panelsAtOnce)
  const last = found.length > page.length ? page.at(-1) : undefined
  if (last !== undefined) await sendOn(deps, message, { ...message, after: last })
  let open = page
  for (let round = 0; round < maxRounds && open.length > 0; round += 1) {
    if (round > 0) await deps.pause(round)
    const panels = await readPanels(deps, message, open)
    const person = await deps.ruleSources.person(message.accountId, message.userId)
    const outcomes = await pMap(panels, async (panel) => {
      const record = compilePerson(person, scopeOf(panel.head))
      return (await addPerson(deps, message, panel, record)) ? [] : panel.presence.panelId
    })
    open = outcomes.flat()
  }
  if (open.length > 0) throw new Error(`The logs of ${open.length} panels grew during each of ${maxRounds} reads of a person`)
  return { panels: page.length, more: last !== undefined }
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
