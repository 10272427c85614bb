import type { AccessPointId, PanelId, ReaderId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { found, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type NameCriterion, nameMeets } from '../../name-criterion.ts'
import type { Reader } from './entity.ts'

/** What a listing of readers may be narrowed by: every criterion has to hold. */
export type ReaderCriterion = NameCriterion | { field: 'accessPointId'; is: AccessPointId } | { field: 'panelId'; is: PanelId }

/** A page of the account's readers that meet every criterion, oldest first. */
export const listReaders = (
  deps: Pick<Deps, 'readers'>,
  { accountId }: Principal,
  criteria: readonly ReaderCriterion[],
  page: PageRequest,
): Promise<Page<Reader>> =>
  criteria.length === 0
    ? deps.readers.page(accountId, page)
    : deps.readers.search(accountId, (reader) => criteria.every((one) => meets(reader, one)), page)

const meets = (reader: Pick<Reader, 'name' | 'accessPointId' | 'panelId'>, criterion: ReaderCriterion): boolean =>
  criterion.field === 'name' ? nameMeets(reader.name, [criterion]) : reader[criterion.field] === criterion.is

export const retrieveReader = async (
  deps: Pick<Deps, 'readers'>,
  { accountId }: Principal,
  readerId: ReaderId,
): Promise<Result<Reader, NotFound<'reader'>>> =>
  found(await deps.readers.get(accountId, readerId), { kind: 'not_found', what: 'reader', id: readerId })
