import { areaStore } from './access/areas.ts'
import { emergencyStore } from './access/emergencies.ts'
import { ruleStore } from './access/rules.ts'
import { holidayStore, scheduleStore } from './access/schedules.ts'
import { cameraStore } from './devices/cameras.ts'
import { commandStore } from './devices/commands.ts'
import { connectionStore } from './devices/connections.ts'
import { panelStore } from './devices/panels.ts'
import { postureStore } from './devices/postures.ts'
import { presenceStore } from './devices/presence.ts'
import { readerStore } from './devices/readers.ts'
import { rulesLogStore } from './devices/rules-log.ts'
import { administratorStore } from './identity/administrators.ts'
import { applicationStore } from './identity/applications.ts'
import { grantStore } from './identity/grants.ts'
import { idempotencyStore } from './identity/idempotency.ts'
import { roleStore } from './identity/roles.ts'
import { serviceTokenStore } from './identity/service-tokens.ts'
import { signInStore } from './identity/sign-ins.ts'
import { deliveryStore } from './outbound/deliveries.ts'
import { heldDeliveryStore } from './outbound/held-deliveries.ts'
import { subscriptionStore } from './outbound/subscriptions.ts'
import { batchJobStore } from './people/batch-jobs.ts'
import { credentialStore } from './people/credentials.ts'
import { customFieldStore } from './people/custom-fields.ts'
import { faceConsentStore } from './people/face-consents.ts'
import { groupStore } from './people/groups.ts'
import { invitationStore } from './people/invitations.ts'
import { photoSweepStore } from './people/photo-sweeps.ts'
import { userStore } from './people/users.ts'
import { accessPointStore } from './places/access-points.ts'
import { accountStore } from './places/accounts.ts'
import { companyStore } from './places/companies.ts'
import { doorSetStore } from './places/door-sets.ts'
import { siteStore } from './places/sites.ts'
import { eventStore } from './record/events.ts'
import { uploadStore } from './record/uploads.ts'
import type { Table } from './table/types.ts'

/** Every store, over one table. A function picks those it needs. */
export const createStores = (table: Table) => ({
  accessPoints: accessPointStore(table),
  accounts: accountStore(table),
  administrators: administratorStore(table),
  applications: applicationStore(table),
  areas: areaStore(table),
  batchJobs: batchJobStore(table),
  grants: grantStore(table),
  serviceTokens: serviceTokenStore(table),
  signIns: signInStore(table),
  cameras: cameraStore(table),
  commands: commandStore(table),
  connections: connectionStore(table),
  credentials: credentialStore(table),
  customFields: customFieldStore(table),
  faceConsents: faceConsentStore(table),
  groups: groupStore(table),
  deliveries: deliveryStore(table),
  doorSets: doorSetStore(table),
  emergencies: emergencyStore(table),
  events: eventStore(table),
  heldDeliveries: heldDeliveryStore(table),
  holidays: holidayStore(table),
  idempotency: idempotencyStore(table),
  invitations: invitationStore(table),
  panels: panelStore(table),
  photoSweeps: photoSweepStore(table),
  readers: readerStore(table),
  roles: roleStore(table),
  rules: ruleStore(table),
  rulesLog: rulesLogStore(table),
  companies: companyStore(table),
  postures: postureStore(table),
  presences: presenceStore(table),
  schedules: scheduleStore(table),
  sites: siteStore(table),
  subscriptions: subscriptionStore(table),
  uploads: uploadStore(table),
  users: userStore(table),
})
export type Stores = ReturnType<typeof createStores>
