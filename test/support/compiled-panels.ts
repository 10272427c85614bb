import type { PersonDeps } from '../../functions/config-compiler/change-person.ts'
import type { CompilerDeps } from '../../functions/config-compiler/deps.ts'
import { createPanel } from '../../shared/domain/devices/panels/create.ts'
import { createAccessPoint } from '../../shared/domain/places/access-points/create.ts'
import type { Clock } from '../../shared/lib/clock.ts'
import type { AccessPointId, GroupId, PanelId } from '../../shared/lib/ids.ts'
import { dependentPanelStore } from '../../shared/storage/access/dependent-panels.ts'
import { ruleSourceStore } from '../../shared/storage/access/rule-sources.ts'
import { createStores } from '../../shared/storage/stores.ts'
import type { Table } from '../../shared/storage/table/table.ts'
import { turnsPause } from '../fakes/pause.ts'
import { somebody } from './api.ts'
import { audit, site } from './doors.ts'
import { newKey } from './gateway.ts'
import { keepingQueue } from './queues.ts'
import { groupRule } from './rules.ts'

const account = somebody()
const { accountId } = account
const office = site(3)
const line = { keyId: 'k'.repeat(43), connectionId: 'L0SM9cOFvHcCIhw=', connectedAt: 0 }

/**
 * The compiler of panels' rules over `table`, in an account with a site. What it sends to panels is in `sent`, until that is
 * taken away; its queues keep their messages.
 */
export const panelCompiler = async (table: Table, now: Clock) => {
  let drawn = 1_000_000_000_000
  const draw = () => {
    drawn += 1
    return drawn
  }
  const sent: string[] = []
  const stores = createStores(table)
  const deps: PersonDeps & CompilerDeps = {
    ...stores,
    ruleSources: ruleSourceStore(table),
    dependents: dependentPanelStore(table),
    snapshots: { put: async () => undefined },
    sockets: {
      send: async (_connectionId, text) => {
        sent.push(text)
        return 'sent'
      },
    },
    signing: (await newKey()).signing,
    panelWork: { nudge: async () => undefined, disconnect: async () => undefined },
    configUrgent: keepingQueue().queue,
    configWork: keepingQueue().queue,
    pageSize: 500,
    pause: turnsPause(),
    now,
    newUuid: () => `00000000-0000-4000-8000-${String(draw()).padStart(12, '0')}`,
  }
  await stores.sites.add(accountId, office, audit('office'))
  const ofPanel = { ...line, connectedAt: now() }

  return {
    accountId,
    stores,
    deps,
    sent,

    /** Adds a panel, connected, with a door that these groups may pass at any time. */
    async addPanel(groupIds: readonly GroupId[]): Promise<{ panelId: PanelId; doorId: AccessPointId }> {
      const common = {
        ...stores,
        panelWork: deps.panelWork,
        postureWork: { ...deps.panelWork, nudgeAll: async () => undefined, begin: async () => undefined },
        now,
        newId: draw,
        newUuid: deps.newUuid,
        pause: turnsPause(),
      }
      const made = await createPanel(
        { ...common, randomBytes: (size: number) => new Uint8Array(size).fill(draw() % 256) },
        account,
        { serialNumber: `SP-${draw()}`, name: 'Lobby panel', siteId: office.id },
      )
      if (!made.ok) throw new Error(made.error.kind)
      const { id: panelId } = made.value.panel
      const door = await createAccessPoint(common, account, {
        name: 'Front door',
        pulseSeconds: 5,
        hardware: { type: 'DOOR', panelId },
      })
      if (!door.ok) throw new Error(door.error.kind)
      const doorId = door.value.id
      for (const groupId of groupIds) {
        await stores.rules.set(accountId, { ...groupRule(groupId, doorId, 4, { panelId }), scheduleId: undefined }, undefined)
      }
      const read = await stores.panels.get(accountId, panelId)
      if (!read) throw new Error('The panel is there')
      const key = { kty: 'OKP', crv: 'Ed25519', x: 'x'.repeat(43) } as const
      await stores.panels.rekey(accountId, { ...read, key, version: read.version + 1 }, line.keyId, audit(`pair ${panelId}`))
      const report = { lastContactAt: now(), onlineUntil: now() + 3_600_000, firmwareVersion: '1.2.3', appliedVersion: 0 }
      await stores.presences.heard(accountId, panelId, ofPanel, report, true)
      return { panelId, doorId }
    },

    /** The panel reports that it runs a version. */
    applied: (panelId: PanelId, version: number) =>
      stores.presences.applied(accountId, panelId, ofPanel, version, 'ab'.repeat(16)),
  }
}
