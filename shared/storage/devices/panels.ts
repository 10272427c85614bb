import { Panel, PanelKey, PanelPresence } from '../../domain/devices/panels/entity.ts'
import type { Site } from '../../domain/places/sites/entity.ts'
import type { Event } from '../../domain/record/events/entity.ts'
import { AccountId, type PanelId } from '../../lib/ids.ts'
import type { Page, PageRequest } from '../../lib/page.ts'
import { entityKey, globalKey } from '../keys/common.ts'
import { postureKey, presenceKey } from '../keys/devices.ts'
import { accountIsOpen } from '../places/accounts.ts'
import { joinSite, leaveSite } from '../places/site-writes.ts'
import { type ChangeResult, collection } from '../table/collection.ts'
import type { Item, Table, Write } from '../table/types.ts'
import { type LivePanel, presencesThat, readLivePage } from './live-pages.ts'

/** Small ranges: a page reads the presences of the whole ranges that it lies in. */
const rangeSize = 32

/** Who a serial number is: all that is known before a panel has proved anything. `key` is absent until it has paired. */
export type PanelIdentity = { accountId: AccountId; panelId: PanelId; key?: PanelKey }

/**
 * How a change ended; `serial_taken`: somebody, perhaps another tenant, has registered that serial number; `changed`: the
 * panel or its site was changed by another writer, so read again and retry.
 */
export type PanelChange = { ok: true } | { ok: false; reason: 'missing' | 'changed' | 'serial_taken' }

/**
 * Control panels of an account. With each lie, in step by transactions: its presence, its serial number (unique for everybody,
 * and how a panel is found that connects), and a count on its site, which keeps a site with panels from being deleted.
 */
export const panelStore = (table: Table) => {
  const panels = collection(table, 'panel', Panel, ({ siteId }) => ({ siteId }), undefined, [{ name: 'panel', rangeSize }])

  return {
    get: panels.get,
    getMany: panels.getMany,
    pageAfter: panels.pageAfter,
    visitFinds: panels.visitFinds,

    /** The panel and its presence: as they were a moment ago, unless the panel was added in that moment. */
    getLive: async (accountId: AccountId, panelId: PanelId): Promise<LivePanel | undefined> => {
      const read = async (consistent: boolean) => {
        const keys = [entityKey(accountId, 'panel', panelId), presenceKey(accountId, panelId)]
        const [panel, presence] = await table.getMany(keys, { consistent })
        return panel && presence && liveOf({ panel, presence })
      }
      return (await read(false)) ?? read(true)
    },

    /** One page in order of id. */
    pageLive: async (accountId: AccountId, page: PageRequest): Promise<Page<LivePanel>> => {
      const { data, count } = await readLivePage(table, accountId, page)
      return { data: data.map(liveOf), count }
    },

    /** One page of those whose presence passes `test`, and the count of those. Reads every presence of the account. */
    searchLive: async (
      accountId: AccountId,
      test: (presence: PanelPresence) => boolean,
      { offset, pageSize }: PageRequest,
    ): Promise<Page<LivePanel>> => {
      const matching = await presencesThat(table, accountId, test)
      const page = matching.slice(offset, offset + pageSize)
      const found = await table.getMany(page.map(({ sk }) => entityKey(accountId, 'panel', Number(sk))))
      const byPanel = new Map(found.map((item) => [item.sk, item]))
      const data = page.flatMap((presence) => {
        const panel = byPanel.get(presence.sk)
        return panel ? [liveOf({ panel, presence })] : []
      })
      return { data, count: matching.length }
    },

    /** Who has this serial number, whatever the tenant. */
    findBySerial: async (serialNumber: string): Promise<PanelIdentity | undefined> => {
      const item = await table.get(serialKey(serialNumber))
      return item && identityOf(item)
    },

    /** Prepares adding the panel with this id, and gives what adds it to a site as that was read. */
    adding: async (accountId: AccountId, id: PanelId) => {
      const add = await panels.adding(accountId, id)
      return async (panel: Panel, site: Site, event: Event): Promise<PanelChange> => {
        const serial = { put: serialItem(accountId, panel), when: [{ attribute: 'pk', is: 'absent' } as const] }
        const presence = { put: { ...presenceKey(accountId, panel.id), entity: 'panel-presence', ...unheard(panel.id) } }
        const added = await add(panel, event, [
          serial,
          joinSite(accountId, site, 'panelCount'),
          presence,
          accountIsOpen(accountId),
        ])
        return !added.ok && added.reason === 'refused' && added.extra.includes(0)
          ? { ok: false, reason: 'serial_taken' }
          : outcome(added)
      }
    },

    /** Puts `next` in place of `before`, as it was read; `site`, as it was read, is where it moves to, if it does. */
    replace: async (
      accountId: AccountId,
      before: Panel,
      next: Panel,
      event: Event | undefined,
      site?: Site,
    ): Promise<PanelChange> => {
      const moves =
        site && site.id !== before.siteId
          ? [joinSite(accountId, site, 'panelCount'), leaveSite(accountId, before.siteId, 'panelCount')]
          : []
      return outcome(await panels.replace(accountId, next, event, moves))
    },

    /**
     * Puts `next` in place of the panel and lets only the holder of its key speak for it: nobody when it has none. Whatever is
     * connected now is not this panel any more. `keyId` is the thumbprint of `next.key`.
     */
    rekey: async (accountId: AccountId, next: Panel, keyId: string | undefined, event: Event): Promise<PanelChange> => {
      const presence: Write = {
        update: presenceKey(accountId, next.id),
        ...(keyId === undefined ? {} : { set: { keyId } }),
        remove: ['connection', 'onlineUntil', ...(keyId === undefined ? ['keyId'] : [])],
        when: [{ attribute: 'pk', is: 'present' }],
      }
      return outcome(await panels.replace(accountId, next, event, [{ put: serialItem(accountId, next) }, presence]))
    },

    /**
     * Puts `next`, which has another serial number and no key, in place of `before`, as it was read. The old serial number is free, and what
     * its hardware said of itself is forgotten; which versions of rules and posture there are stays.
     */
    replaceHardware: async (accountId: AccountId, before: Panel, next: Panel, event: Event): Promise<PanelChange> => {
      const { updatedAt: replacedAt } = next
      const presence: Write = {
        update: presenceKey(accountId, next.id),
        set: { replacedAt, sentVersion: 0, appliedVersion: 0, sentPosture: 0, appliedPosture: 0, doors: {} },
        remove: [...ofHardware],
        when: [{ attribute: 'pk', is: 'present' }],
      }
      const serial: Write = { put: serialItem(accountId, next), when: [{ attribute: 'pk', is: 'absent' }] }
      const changed = await panels.replace(accountId, next, event, [serial, { delete: serialKey(before.serialNumber) }, presence])
      return !changed.ok && changed.reason === 'refused' && changed.extra.includes(0)
        ? { ok: false, reason: 'serial_taken' }
        : outcome(changed)
    },

    /** Deletes the panel as it was read, with its serial number and its presence. Whatever is connected is cut off. */
    remove: async (accountId: AccountId, panel: Panel, event: Event): Promise<PanelChange> => {
      const extra: Write[] = [
        { delete: serialKey(panel.serialNumber) },
        { delete: presenceKey(accountId, panel.id) },
        { delete: postureKey(accountId, panel.id) },
        leaveSite(accountId, panel.siteId, 'panelCount'),
      ]
      return outcome(await panels.remove(accountId, panel, event, extra))
    },
  }
}

/** What a presence says of the hardware that was paired, and not of the panel that it is. */
const ofHardware: readonly (keyof PanelPresence | 'keyId')[] = [
  'keyId',
  'connection',
  'onlineUntil',
  'lastContactAt',
  'firmwareVersion',
  'firmware',
  'stateHash',
  'refused',
  'refusedPosture',
]

/** Serial numbers that differ only in capitals are the same. */
const serialKey = (serialNumber: string) => globalKey('serial', serialNumber.toUpperCase())

const serialItem = (accountId: AccountId, { id, serialNumber, key }: Panel): Item => ({
  ...serialKey(serialNumber),
  entity: 'panel-serial',
  accountId,
  panelId: id,
  ...(key ? { key } : {}),
})

const identityOf = (item: Item): PanelIdentity => ({
  accountId: AccountId.parse(item.accountId),
  panelId: Panel.shape.id.parse(item.panelId),
  ...(item.key === undefined ? {} : { key: PanelKey.parse(item.key) }),
})

/** The presence of a panel that was never heard and has no rules yet. */
export const unheard = (panelId: PanelId): PanelPresence => ({
  panelId,
  generation: 0,
  rulesVersion: 0,
  compileBegun: 0,
  compileEnded: 0,
  sentVersion: 0,
  appliedVersion: 0,
  postureVersion: 0,
  sentPosture: 0,
  appliedPosture: 0,
  doors: {},
})

const liveOf = ({ panel, presence }: { panel: Item; presence: Item }): LivePanel => ({
  panel: Panel.parse(panel),
  presence: PanelPresence.parse(presence),
})

const outcome = (result: ChangeResult): PanelChange =>
  result.ok || result.reason !== 'refused' ? result : { ok: false, reason: 'changed' }
