/** Who is in the demo. Passwords are for this machine alone: the local cloud listens nowhere else. */
export type DemoAdmin = { username: string; password: string; firstName: string; lastName: string; email: string }
/** A lift, whose reader is in its cabin, and its floors, each an output of the panel. */
export type DemoLift = { name: string; floors: { name: string; floorNumber: number; relay: number }[] }
/** A wireless lock. */
export type DemoLock = { name: string; type: string; lockSerialNumber: string }
export type DemoTenantPlan = {
  name: string
  admin: DemoAdmin
  redirectUri: string
  site: { siteName: string; timeZone: string; address: Record<string, string> }
  panels: { serialNumber: string; name: string; doors: string[]; lift?: DemoLift; locks?: DemoLock[] }[]
  /** A camera of the demo provider, and the door that it shows. */
  camera: { name: string; door: string }
  people: { firstName: string; lastName: string; group: 'Staff' | 'Cleaning'; card: number }[]
}

export const dealer = {
  name: 'Harbour Security',
  admin: {
    username: 'dana.dealer',
    password: 'harbour-lights-42',
    firstName: 'Dana',
    lastName: 'Dealer',
    email: 'dana@harbour.example',
  },
}

export const tenants: DemoTenantPlan[] = [
  {
    name: 'Northwind Mills',
    admin: {
      username: 'mary.miller',
      password: 'grindstone-river-7',
      firstName: 'Mary',
      lastName: 'Miller',
      email: 'mary@northwind.example',
    },
    redirectUri: 'http://127.0.0.1:8090/callback',
    site: {
      siteName: 'River Mill',
      timeZone: 'US/Eastern',
      address: { streetAddress1: '1 Mill Lane', city: 'Reston', state: 'VA', postalCode: '20190', country: 'US' },
    },
    panels: [
      { serialNumber: 'SP-NORTH-0001', name: 'Ground floor', doors: ['Front door', 'Loading dock'] },
      {
        serialNumber: 'SP-NORTH-0002',
        name: 'First floor',
        doors: ['Office', 'Server room'],
        lift: {
          name: 'Lift',
          floors: [
            { name: 'Lift to the ground floor', floorNumber: 0, relay: 1 },
            { name: 'Lift to the first floor', floorNumber: 1, relay: 2 },
          ],
        },
        locks: [{ name: 'Meeting room', type: 'SALTO_DOOR', lockSerialNumber: 'SALTO-0001' }],
      },
    ],
    camera: { name: 'Front door camera', door: 'Front door' },
    people: [
      { firstName: 'Peter', lastName: 'Porter', group: 'Staff', card: 329 },
      { firstName: 'Clara', lastName: 'Clean', group: 'Cleaning', card: 330 },
    ],
  },
  {
    name: 'Aurora Labs',
    admin: {
      username: 'anton.aurora',
      password: 'polar-daylight-12',
      firstName: 'Anton',
      lastName: 'Aurora',
      email: 'anton@aurora.example',
    },
    redirectUri: 'http://127.0.0.1:8091/callback',
    site: {
      siteName: 'Lab One',
      timeZone: 'Europe/Berlin',
      address: { streetAddress1: 'Nordlichtweg 3', city: 'Berlin', postalCode: '10115', country: 'DE' },
    },
    panels: [
      { serialNumber: 'SP-AURORA-0001', name: 'Entrance', doors: ['Main entrance', 'Garage'] },
      { serialNumber: 'SP-AURORA-0002', name: 'Laboratory', doors: ['Clean room', 'Cold store'] },
    ],
    camera: { name: 'Entrance camera', door: 'Main entrance' },
    people: [
      { firstName: 'Lena', lastName: 'Licht', group: 'Staff', card: 1001 },
      { firstName: 'Karl', lastName: 'Kehr', group: 'Cleaning', card: 1002 },
    ],
  },
]
