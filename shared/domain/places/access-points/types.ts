import { z } from 'zod'

/**
 * What an access point is. `DOOR`: a door wired to its panel. `FLOOR`: a floor of a lift, an output of the panel that lets passengers
 * choose it. `WIEGAND`: an output of the panel that sends the number of a card on to somebody else's controller. The others are
 * wireless locks, which the panel reaches by radio.
 */
export const AccessPointType = z.enum(['DOOR', 'FLOOR', 'WIEGAND', 'SALTO_DOOR', 'ALLEGION_DOOR', 'ASSA_ABLOY_DOOR'])
export type AccessPointType = z.infer<typeof AccessPointType>

export type WirelessLockType = Exclude<AccessPointType, 'DOOR' | 'FLOOR' | 'WIEGAND'>

/**
 * What a type can do. `locks`: it can be pulsed, held by an override, unlocked by a schedule, and says how it stands; `reads`:
 * something is presented at it, so it may ask for a second factor; `privacy`: it has a button inside that keeps others out (API document,
 * List Group Permission: "privacy mode is currently supported only for Salto, Allegion and ASSA Abloy access point types").
 */
export type Abilities = { locks: boolean; reads: boolean; privacy: boolean }

const wirelessLock: Abilities = { locks: true, reads: true, privacy: true }
const abilities: Readonly<Record<AccessPointType, Abilities>> = {
  DOOR: { locks: true, reads: true, privacy: false },
  FLOOR: { locks: true, reads: false, privacy: false },
  WIEGAND: { locks: false, reads: true, privacy: false },
  SALTO_DOOR: wirelessLock,
  ALLEGION_DOOR: wirelessLock,
  ASSA_ABLOY_DOOR: wirelessLock,
}

/** What access points of this type can do. */
export const abilitiesOf = (type: AccessPointType): Abilities => abilities[type]

/** The type as events name it: a door's is left out. */
export const deviceTypeOf = ({ type }: { type?: AccessPointType | undefined }): { deviceType?: AccessPointType } =>
  type === undefined || type === 'DOOR' ? {} : { deviceType: type }
