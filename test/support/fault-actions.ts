import { expect, vi } from 'vitest'
import type { PanelHost } from '../../local/simulator/host.ts'
import { AccessPointId, PanelId } from '../../shared/lib/ids.ts'
import { uuidV7 } from '../../shared/lib/uuid.ts'
import type { CommandPayload } from '../../shared/panel-protocol/command.ts'
import { type SigningKey, signCommand } from '../../shared/panel-protocol/signing.ts'
import type { addDoors } from './panels.ts'
import type { seeded } from './seeded.ts'
import type { serveGateway } from './serve-gateway.ts'

type Cloud = Awaited<ReturnType<typeof serveGateway>>
type Chance = ReturnType<typeof seeded>

/** One panel of a run, and everything that was done at it. */
export type Played = {
  host: PanelHost
  /** What goes wrong with this one. */
  weakness: 'loses_words' | 'has_no_socket' | 'crashes' | 'unplugged'
  place: Awaited<ReturnType<typeof addDoors>>
  /** What was presented, and what the panel answered. */
  presented: { card: string; decision: string; configVersion: number }[]
  /** Commands that the API took, or that the cloud signed with hardly any time left, with the instant after which they are late. */
  ordered: Map<string, { notAfter: number }>
}

/** Waits until an observation holds. */
export const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 30_000, interval: 20 })

/** A person of a new group that may pass these doors at all times, with a card. */
export const personAt = async (call: Call, doors: readonly number[], name: string, card: number) => {
  const group = await call('POST', '/groups', { body: { name } })
  for (const door of doors) await call('PUT', `/groups/${group.json.id}/access/access-points/${door}`, { body: {} })
  const user = await call('POST', '/users', { body: { firstName: name, lastName: 'User' } })
  const fieldValues = [
    { id: 1, value: String(card) },
    { id: 2, value: '70' },
  ]
  const credential = await call('POST', '/credentials', { body: { credentialFormat: { id: 100 }, fieldValues } })
  await call('PUT', `/users/${user.json.id}/credentials/${credential.json.id}`, { body: { effectiveFrom: '2020-01-01' } })
  await call('PUT', `/groups/${group.json.id}/users/${user.json.id}`)
  return { userId: Number(user.json.id), card: String(credential.json.encodedCredential) }
}
// biome-ignore lint/suspicious/noExplicitAny: what an answer is made of is what the caller expects of it
type Call = (method: string, path: string, more?: { body?: unknown }) => Promise<{ status: number; json: any }>

/** A command of the cloud for the front door of a panel that has `lifeMs` left. */
export const shortCommand = async (key: SigningKey, { place }: Played, chance: Chance, lifeMs: number) => {
  const issuedAt = Date.now()
  const command: CommandPayload = {
    commandId: uuidV7(
      issuedAt,
      Uint8Array.from({ length: 10 }, () => chance.below(256)),
    ),
    panelId: PanelId.parse(place.controlPanelId),
    kind: 'activate',
    accessPointId: AccessPointId.parse(place.front),
    durationSeconds: 1,
    notAfter: issuedAt + lifeMs,
    issuedAt,
  }
  return { command, text: JSON.stringify({ type: 'command', jws: await signCommand(key, command) }) }
}

const swipe = async ({ host, place, presented }: Played, card: string) => {
  const answer = await host.present({ accessPointId: AccessPointId.parse(place.back), encodedCredential: card }, undefined)
  presented.push({ card, ...answer })
}
const activate = async (cloud: Cloud, { place, ordered }: Played) => {
  const answer = await cloud.call('POST', `/access-points/${place.front}/activate`)
  expect([200, 412]).toContain(answer.status)
  const commandId = answer.headers.get('sallyport-command-id')
  const stored = cloud.table.items().find(({ entity, id }) => entity === 'command' && id === commandId)
  if (commandId && stored) ordered.set(commandId, { notAfter: Number(stored.notAfter) })
}
/** An order that has next to no time left: on a slow line it comes too late. */
const activateSoon = async (cloud: Cloud, panel: Played, chance: Chance) => {
  const { command, text } = await shortCommand(cloud.signing, panel, chance, chance.below(250))
  panel.ordered.set(command.commandId, { notAfter: command.notAfter })
  for (let copies = 1 + chance.below(2); copies > 0; copies -= 1) cloud.push(text)
}
/** What goes wrong with the panel itself. */
const mishap = async ({ host, weakness }: Played, chance: Chance) => {
  if (weakness === 'crashes') {
    const point = chance.happens(0.5) ? 'before_result' : 'before_receipt'
    await host.commit(chance.happens(0.5) ? { kind: 'reboot' } : { kind: 'crash_in_command', point })
  } else if (weakness === 'unplugged') {
    await host.setLink('down')
    void host.setLink('up')
  } else await host.commit({ kind: chance.happens(0.5) ? 'lose_ack' : 'lose_receipt', count: 1 + chance.below(3) })
}

/** One round at a panel: cards, orders, what goes wrong, and something that the cloud has said before and that comes again. */
export const play = async (cloud: Cloud, said: readonly string[], panel: Played, cards: readonly string[], chance: Chance) => {
  for (const card of cards) await swipe(panel, card)
  if (chance.happens(0.5)) await activate(cloud, panel)
  if (chance.happens(0.5)) await activateSoon(cloud, panel, chance)
  if (chance.happens(0.3)) await mishap(panel, chance)
  const again = said[chance.below(said.length)]
  if (again !== undefined && chance.happens(0.5)) cloud.push(again)
}
