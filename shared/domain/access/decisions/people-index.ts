import { definedOf } from '../../../lib/defined.ts'
import type { CredentialId, UserId } from '../../../lib/ids.ts'
import type { ValidityDates } from '../../../lib/validity.ts'
import { type CredentialFamily, CredentialKind, CredentialState, familyOf } from '../../people/credentials/entity.ts'
import { byteColumn, column, rareColumn, sharedColumn } from './compact/columns.ts'
import { hashOf, lookup } from './compact/lookup.ts'
import { codeOfFamily, valueBytes } from './compact/values.ts'
import type { PanelCredential, PanelUser } from './rules.ts'

/** A credential and who has it; no user where the rules lack that person. */
export type HeldCredential = { credential: PanelCredential; user: PanelUser | undefined }

/**
 * The people of a panel and their credentials, found by what is presented. They lie in typed arrays, a column for each property, since a
 * panel holds hundreds of thousands: one of them as an object is made only when it is asked for.
 */
export type PeopleIndex = {
  /** The credentials of a family of kinds with this value: cards of whatever length. */
  withValue: (family: CredentialFamily, value: string) => HeldCredential[]
  /** Whose PIN it is; `ambiguous` where the rules give it to several, which opens nothing. */
  byPin: (pin: string) => PanelUser | 'ambiguous' | undefined
}

/** Puts people and their credentials into columns, in time proportional to their number. What it is given is not kept. */
export const indexPeople = (users: readonly PanelUser[], credentials: readonly PanelCredential[]): PeopleIndex => {
  const people = userColumns(users)
  const held = credentialColumns(credentials, users, people.idAt)
  return {
    withValue: (family, value) =>
      held.withValue(family, value).map(({ credential, holder }) => ({
        credential,
        user: holder === undefined ? undefined : people.at(holder),
      })),
    byPin: people.byPin,
  }
}

type Dates = Pick<ValidityDates, 'effectiveFrom' | 'effectiveTo'>
const datesColumn = (all: readonly Dates[]) =>
  sharedColumn<Dates>(
    all.map(({ effectiveFrom, effectiveTo }) => definedOf({ effectiveFrom, effectiveTo })),
    ({ effectiveFrom = '', effectiveTo = '' }) => `${effectiveFrom} ${effectiveTo}`,
  )

const [toBytes, toText] = [new TextEncoder(), new TextDecoder()]

const userColumns = (users: readonly PanelUser[]) => {
  const ids = Float64Array.from(users, ({ id }) => id)
  const suspended = column(users.map((user) => Number(user.suspended)))
  const groupIds = sharedColumn(
    users.map((user) => user.groupIds),
    (ids) => ids.join(' '),
  )
  const dates = datesColumn(users)
  const visits = rareColumn(users, ({ visit }) => (visit ? { visit } : undefined))
  const pins = byteColumn(users.map(({ pin = '' }) => toBytes.encode(pin)))
  const byHash = lookup(users.length, (index) => (pins.at(index).length === 0 ? undefined : hashOf(pins.at(index))))
  // The column was written from the ids of users.
  const idAt = (index: number): UserId => ids[index] as UserId
  const at = (index: number): PanelUser => {
    const pin = pins.at(index)
    return {
      id: idAt(index),
      suspended: suspended[index] === 1,
      ...(pin.length === 0 ? {} : { pin: toText.decode(pin) }),
      ...dates(index),
      groupIds: groupIds(index),
      ...visits(index),
    }
  }
  return {
    at,
    idAt,
    byPin: (pin: string): PanelUser | 'ambiguous' | undefined => {
      const wanted = toBytes.encode(pin)
      const found = byHash.find(hashOf(wanted), (index) => pins.isAt(index, wanted))
      const [first] = found
      if (first === undefined) return undefined
      return found.length > 1 ? 'ambiguous' : at(first)
    },
  }
}

/** Where the holder of each credential stands among the users, counted from 1; 0 for one whom the rules lack, with the id aside. */
const holderColumns = (credentials: readonly PanelCredential[], users: readonly PanelUser[]) => {
  const places = new Map(users.map(({ id }, index) => [id, index + 1]))
  return {
    holders: column(credentials.map(({ userId }) => places.get(userId) ?? 0)),
    strangers: rareColumn(credentials, ({ userId }) => (places.has(userId) ? undefined : { userId })),
  }
}

type Held = { credential: PanelCredential; holder: number | undefined }

/** What a panel holds besides PINs, which are in their users' columns. */
const kindsHeld = CredentialKind.exclude(['pin']).options

const credentialColumns = (
  credentials: readonly PanelCredential[],
  users: readonly PanelUser[],
  userIdAt: (holder: number) => UserId,
) => {
  const { holders, strangers } = holderColumns(credentials, users)
  const ids = Float64Array.from(credentials, ({ id }) => id)
  const kinds = column(credentials.map(({ kind = 'card' }) => kindsHeld.indexOf(kind)))
  const states = column(credentials.map(({ state = 'active' }) => CredentialState.options.indexOf(state)))
  // 0 where the length is not known
  const bits = column(credentials.map((credential) => credential.bits ?? 0))
  const dates = datesColumn(credentials)
  const uses = rareColumn(credentials, ({ passesLeft, relays, alarm }) => definedOf({ passesLeft, relays, alarm }))
  const values = byteColumn(credentials.map(({ kind = 'card', encoded }) => valueBytes(familyOf(kind), encoded)))
  const kindAt = (index: number) => kindsHeld[kinds[index] ?? 0] ?? 'card'
  const familyAt = (index: number): CredentialFamily => familyOf(kindAt(index))
  const byHash = lookup(credentials.length, (index) => hashOf(values.at(index), codeOfFamily(familyAt(index))))

  const at = (index: number, encoded: string): Held => {
    const kind = kindAt(index)
    const state = CredentialState.options[states[index] ?? 0]
    const place = holders[index] ?? 0
    const holder = place === 0 ? undefined : place - 1
    const credential: PanelCredential = {
      // The column was written from the ids of credentials.
      id: ids[index] as CredentialId,
      encoded,
      userId: strangers(index)?.userId ?? userIdAt(holder ?? 0),
      ...(kind === 'card' ? {} : { kind }),
      ...(bits[index] ? { bits: bits[index] } : {}),
      ...(state === 'active' || state === undefined ? {} : { state }),
      ...dates(index),
      ...uses(index),
    }
    return { credential, holder }
  }
  return {
    withValue: (family: CredentialFamily, value: string): Held[] => {
      const wanted = valueBytes(family, value)
      const isWanted = (index: number) => values.isAt(index, wanted) && familyAt(index) === family
      return byHash.find(hashOf(wanted, codeOfFamily(family)), isWanted).map((index) => at(index, value))
    },
  }
}
