import type { AccessPointType } from '../../../domain/places/access-points/types.ts'

/** How permissions and events name the types of access points (API document, List Group Permission). */
export const typeNames: Readonly<Record<AccessPointType, string>> = {
  DOOR: 'Door',
  FLOOR: 'Floor',
  WIEGAND: 'Wiegand',
  SALTO_DOOR: 'Salto Door Lock',
  ALLEGION_DOOR: 'Allegion Door',
  ASSA_ABLOY_DOOR: 'Assa Abloy Door',
}

/** The document knows the device type of a door by its number; the numbers of the others are ours. */
const typeIds: Readonly<Record<AccessPointType, number>> = {
  DOOR: 1,
  FLOOR: 90001,
  WIEGAND: 90002,
  SALTO_DOOR: 90003,
  ALLEGION_DOOR: 90004,
  ASSA_ABLOY_DOOR: 90005,
}

/** A type as events have it. */
export const deviceTypeWire = (type: AccessPointType = 'DOOR') => ({ id: typeIds[type], name: typeNames[type] })
