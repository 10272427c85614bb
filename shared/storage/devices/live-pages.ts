import { type Panel, PanelPresence } from '../../domain/devices/panels/entity.ts'
import type { AccountId } from '../../lib/ids.ts'
import type { Page, PageRequest } from '../../lib/page.ts'
import { entityPartition, paddedId } from '../keys/common.ts'
import { presenceKey, presencePartitions, presenceShards } from '../keys/devices.ts'
import { directoryStore, readPage } from '../table/directory.ts'
import type { Item, Table } from '../table/types.ts'

/** A panel with what is live about it. */
export type LivePanel = { panel: Panel; presence: PanelPresence }

/**
 * One page of the panels of an account and their presences, as stored, in two trips at any offset. Panels lie in one partition in the
 * order of their ids, presences in several (`presenceShards`), each in that order too. The first page is read beside the directory, and
 * then its presences. Of any other the directory says between which ids it lies, so both are read at once.
 */
export const readLivePage = async (
  table: Table,
  accountId: AccountId,
  { offset, pageSize }: PageRequest,
): Promise<Page<{ panel: Item; presence: Item }>> => {
  const items = entityPartition(accountId, 'panel')
  const isFirst = offset === 0 && pageSize > 0
  const [{ count, start }, first] = await Promise.all([
    directoryStore(table).locate(accountId, 'panel', offset, pageSize),
    isFirst ? table.query({ pk: items, limit: pageSize }) : [],
  ])
  if (isFirst) return { data: await withPresences(table, accountId, first, []), count }
  if (!start || pageSize === 0) return { data: [], count }
  const { fromId, endId } = start
  const [found, live] = await Promise.all([
    readPage(table, { items }, start, pageSize),
    presencesBetween(table, accountId, paddedId(fromId), endId === undefined ? undefined : paddedId(endId - 1)),
  ])
  return { data: await withPresences(table, accountId, found, live), count }
}

/** All presences of the account that pass, in the order of the panels. Reads every presence of the account. */
export const presencesThat = async (
  table: Table,
  accountId: AccountId,
  test: (presence: PanelPresence) => boolean,
): Promise<Item[]> => {
  const live = await presencesBetween(table, accountId)
  return live.filter((item) => test(PanelPresence.parse(item))).sort((one, other) => (one.sk < other.sk ? -1 : 1))
}

const presencesBetween = async (table: Table, accountId: AccountId, from?: string, to?: string): Promise<Item[]> => {
  const between = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
  return (await Promise.all(presencePartitions(accountId).map((pk) => table.query({ pk, ...between })))).flat()
}

/** Each panel with its presence. Those that are not among `live` are read: one by one while they are few, which costs less. */
const withPresences = async (
  table: Table,
  accountId: AccountId,
  panels: Item[],
  live: Item[],
): Promise<{ panel: Item; presence: Item }[]> => {
  const known = new Map(live.map((item) => [item.sk, item]))
  const missing = panels.filter(({ sk }) => !known.has(sk))
  const read =
    missing.length > presenceShards
      ? await presencesBetween(table, accountId, missing[0]?.sk, missing.at(-1)?.sk)
      : await table.getMany(
          missing.map(({ sk }) => presenceKey(accountId, Number(sk))),
          { consistent: false },
        )
  for (const item of read) known.set(item.sk, item)
  return panels.flatMap((panel) => {
    const presence = known.get(panel.sk)
    return presence ? [{ panel, presence }] : []
  })
}
