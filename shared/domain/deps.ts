import type { Clock } from '../lib/clock.ts'
import type { Mailer } from '../lib/mail.ts'
import type { Pause } from '../lib/retry.ts'
import type { Sealer } from '../lib/sealer.ts'
import type { PasswordCost } from '../lib/secrets.ts'
import type { Stores } from '../storage/stores.ts'
import type { Video } from './devices/cameras/video.ts'
import type { PanelWork } from './devices/commands/entity.ts'
import type { FirmwareCatalogue } from './devices/firmware/entity.ts'
import type { PostureWork } from './devices/posture/posture-work.ts'
import type { GuessCounts } from './identity/guesses/entity.ts'
import type { ReceiverRules } from './outbound/subscriptions/receiver-url.ts'
import type { PhotoBucket } from './people/photos/entity.ts'

/** The stores by their names; the one of uploads is for panels only. */
export type StoreName = Exclude<keyof Stores, 'uploads'>

/** What operations are given from outside: time, ids, randomness and the stores. An operation names the part it uses. */
export type Deps = Stores & {
  /**
   * Given beside stores that are narrowed to what is assigned to the caller: the same stores with everything in them. See
   * `whole`.
   */
  whole?: Pick<Stores, StoreName>
  /** Counts of wrong guesses at secrets. */
  guesses: GuessCounts
  now: Clock
  /** A fresh id; give it to the brand it is for: `SiteId.parse(deps.newId())`. */
  newId: () => number
  newUuid: () => string
  /** Waits for a random time between two attempts at a change that others overtook. */
  pause: Pause
  randomBytes: (size: number) => Uint8Array
  /** What it costs to check a password, and to guess one. */
  passwordCost: PasswordCost
  panelWork: PanelWork
  /** The lane of postures: a lockdown does not wait behind nudges of other kinds. */
  postureWork: PostureWork
  /** The firmware that panels can be asked to install. */
  firmwareImages: FirmwareCatalogue
  mailer: Mailer
  /** Who has the pictures of cameras. */
  video: Video
  photoBucket: PhotoBucket
  /** The base URL of the HTTP API, without a slash at the end: what links in mails begin with. */
  publicUrl: string
  /** Seals what must be read again, as the secrets of subscriptions. */
  sealer: Sealer
  /** Where webhooks may go in this stage. */
  receiverRules: ReceiverRules
}
