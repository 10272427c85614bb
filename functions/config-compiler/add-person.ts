import type { PanelSockets } from '../../shared/adapters/panel-sockets.ts'
import type { Queue } from '../../shared/adapters/queue.ts'
import type { PersonRecord } from '../../shared/domain/access/decisions/entity.ts'
import type { Deps } from '../../shared/domain/deps.ts'
import type { PanelToCompile, PersonToChange } from '../../shared/domain/devices/panels/config-work.ts'
import { isConnected, type PanelPresence } from '../../shared/domain/devices/panels/entity.ts'
import { isSnapshotDue, type RulesDelta, type RulesHead } from '../../shared/domain/devices/rules-log/entity.ts'
import { asciiJson } from '../../shared/lib/ascii-json.ts'
import type { AccountId, PanelId } from '../../shared/lib/ids.ts'
import { sayOnSocket } from '../../shared/panel-link/say.ts'
import { deltaMessage } from '../../shared/panel-protocol/orders.ts'
import type { SigningKey } from '../../shared/panel-protocol/signing.ts'

export type AddDeps = Pick<Deps, 'presences' | 'rulesLog' | 'now'> & {
  sockets: Pick<PanelSockets, 'send'>
  signing: SigningKey
  configWork: Queue
}

/** A panel that is to be changed: what is live about it, and how far its log was before the person was read. */
export type PanelToChange = { presence: PanelPresence; head: RulesHead }

/**
 * Adds what a panel's rules say of a person now to their log, and sends it to the panel. Others may add something meanwhile: nothing about
 * this person, and no snapshot, or it is false. Then what is known of the person may be older than what was added.
 */
export const addPerson = async (
  deps: AddDeps,
  { accountId }: Pick<PersonToChange, 'accountId'>,
  { presence, head }: PanelToChange,
  record: PersonRecord,
): Promise<boolean> => {
  const { panelId } = presence
  const { snapshot } = head.scope
  let { version } = head
  for (;;) {
    const delta: RulesDelta = { kind: 'delta', version: version + 1, at: deps.now(), snapshot, people: [record] }
    if (await deps.rulesLog.addDelta(accountId, panelId, delta)) {
      await send(deps, accountId, presence, delta)
      if (isSnapshotDue({ ...head, version: delta.version })) await askForSnapshot(deps, accountId, panelId)
      return true
    }
    const later = await deps.rulesLog.from(accountId, panelId, version + 1)
    const isOvertaken = later.some(({ kind, people }) => kind === 'snapshot' || people.some(({ id }) => id === record.id))
    if (isOvertaken) return false
    version = later.at(-1)?.version ?? version
  }
}

/** A panel that cannot be reached gets it when it is back: its presence says that there is something. It may be back already. */
const send = async (deps: AddDeps, accountId: AccountId, presence: PanelPresence, delta: RulesDelta): Promise<void> => {
  if (await push(deps, accountId, presence, delta)) return
  const now = await deps.presences.rulesNoted(accountId, presence.panelId, delta.version, delta.at)
  if (now && now.generation !== presence.generation) await push(deps, accountId, now, delta)
}

const push = async (deps: AddDeps, accountId: AccountId, presence: PanelPresence, delta: RulesDelta): Promise<boolean> => {
  const { panelId, connection } = presence
  if (connection?.connectionId === undefined || !isConnected(presence, deps.now())) return false
  const say = sayOnSocket(deps, accountId, panelId, connection.connectionId)
  return say(await deltaMessage(deps.signing, panelId, [delta], deps.now()))
}

const askForSnapshot = async (deps: AddDeps, accountId: AccountId, panelId: PanelId): Promise<void> => {
  const message: PanelToCompile = {
    kind: 'panel',
    accountId,
    panelId,
    revokes: false,
    reasons: ['rules-log'],
    knownAt: deps.now(),
  }
  const refused = await deps.configWork.send([{ group: String(accountId), body: asciiJson(message) }])
  if (refused.length > 0) throw new Error('A queue did not take the request for a snapshot')
}
