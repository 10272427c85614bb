import { definedOf } from '../../../lib/defined.ts'
import type { CredentialId, UserId } from '../../../lib/ids.ts'
import type { ValidityDates } from '../../../lib/validity.ts'
import { type CredentialFamily, CredentialKind, CredentialState, familyOf } from '../../people/credentials/entity.ts'
import { byteColumn, column, firstAtLeast, rareColumn, sharedColumn } from './compact/columns.ts'
import { hashOf, lookup } from './compact/lookup.ts'
import { codeOfFamily, valueBytes, valueFrom } from './compact/values.ts'
import type { PersonRecord } from './entity.ts'
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
  /** Whose PIN it is: one person, unless the rules are wrong. */
  withPin: (pin: string) => PanelUser[]
  /** All that the rules say of one person. */
  ofUser: (id: UserId) => PersonRecord
}

/**
 * Puts people and their credentials into columns, in time proportional to their number. What it is given is not kept. People stand in the
 * order of their ids, and what each holds stands together, so that one of them is found by bisection.
 */
export const indexPeople = (unsorted: readonly PanelUser[], credentials: readonly PanelCredential[]): PeopleIndex => {
  const users = byId(unsorted)
  const people = userColumns(users)
  const held = credentialColumns(credentials, users, people.idAt)
  return {
    withValue: (family, value) =>
      held.withValue(family, value).map(({ credential, holder }) => ({
        credential,
        user: holder === undefined ? undefined : people.at(holder),
      })),
    withPin: people.withPin,
    ofUser: (id) => {
      const place = people.placeOf(id)
      return place === undefined ? { id, credentials: [] } : { id, user: people.at(place), credentials: held.of(place) }
    },
  }
}

const byId = <One extends { id: number }>(all: readonly One[]): One[] => [...all].sort((one, other) => one.id - other.id)

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
    placeOf: (id: UserId): number | undefined => {
      const place = firstAtLeast(ids, id)
      return ids[place] === id ? place : undefined
    },
    withPin: (pin: string): PanelUser[] => {
      const wanted = toBytes.encode(pin)
      return byHash.find(hashOf(wanted), (index) => pins.isAt(index, wanted)).map(at)
    },
  }
}

/**
 * The credentials in the order of their holders, and where the holder of each stands among the users, counted from 1; 0 for one whom the
 * rules lack, with the id aside.
 */
const withHolders = (unsorted: readonly PanelCredential[], users: readonly PanelUser[]) => {
  const places = new Map(users.map(({ id }, index) => [id, index + 1]))
  const placeOf = ({ userId }: PanelCredential) => places.get(userId) ?? 0
  const credentials = [...unsorted].sort((one, other) => placeOf(one) - placeOf(other) || one.id - other.id)
  return {
    credentials,
    holders: column(credentials.map(placeOf)),
    strangers: rareColumn(credentials, ({ userId }) => (places.has(userId) ? undefined : { userId })),
  }
}

type Held = { credential: PanelCredential; holder: number | undefined }

/** What a panel holds besides PINs, which are in their users' columns. */
const kindsHeld = CredentialKind.exclude(['pin']).options

const credentialColumns = (
  unsorted: readonly PanelCredential[],
  users: readonly PanelUser[],
  userIdAt: (holder: number) => UserId,
) => {
  const { credentials, holders, strangers } = withHolders(unsorted, users)
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
    /** What the user at this place holds, in the order of the ids. */
    of: (holder: number): PanelCredential[] => {
      const found: PanelCredential[] = []
      for (let index = firstAtLeast(holders, holder + 1); holders[index] === holder + 1; index += 1)
        found.push(at(index, valueFrom(familyAt(index), values.at(index))).credential)
      return found
    },
    withValue: (family: CredentialFamily, value: string): Held[] => {
      const wanted = valueBytes(family, value)
      const isWanted = (index: number) => values.isAt(index, wanted) && familyAt(index) === family
      return byHash.find(hashOf(wanted, codeOfFamily(family)), isWanted).map((index) => at(index, value))
    },
  }
}
