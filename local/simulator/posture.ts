import { type DoorPosture, noPosture } from '../../shared/domain/access/decisions/posture.ts'
import type { Instant } from '../../shared/lib/clock.ts'
import type { AccessPointId, PanelId } from '../../shared/lib/ids.ts'
import { err, ok, type Result } from '../../shared/lib/result.ts'
import { type PostureMessage, PosturePayload } from '../../shared/panel-protocol/posture.ts'
import { verifyPosture } from '../../shared/panel-protocol/signing.ts'
import type { PanelClock } from './clock.ts'
import type { Store } from './store.ts'
import type { Trust } from './trust.ts'

const file = 'posture.json'
/** A clock that is set meanwhile is noticed within this. */
const longestWaitMs = 60_000

export type PostureError = { kind: 'bad_signature' | 'wrong_panel' | 'older_version'; message: string }

/** What the panel's doors do besides its rules, kept over a reboot. */
export type PostureKeeper = Awaited<ReturnType<typeof openPosture>>

/**
 * `onTaken` is called with the posture of before, as soon as another one holds; it is waited for before anybody hears of that. `onEnd` is called with the doors whose
 * override has just ended.
 */
type Listeners = { onTaken: (before: DoorPosture) => Promise<void>; onEnd: (accessPointIds: AccessPointId[]) => void }

/** Reads the posture that the panel took last; one of another panel, or one that is not as it was written, counts as none. */
export const openPosture = async (
  store: Store,
  clock: PanelClock,
  panelId: PanelId | undefined,
  { onTaken, onEnd }: Listeners,
) => {
  const kept = PosturePayload.safeParse(jsonOf(await store.read(file)))
  let posture = kept.success && kept.data.panelId === panelId ? kept.data : undefined
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  const endsAfter = (at: Instant) =>
    (posture?.overrides ?? []).filter(({ endsAt }) => endsAt !== undefined && endsAt > at).map(({ endsAt = at }) => endsAt)
  /** Wakes at the next end of an override, and reports those that have ended between two looks. */
  const watch = (lookedAt: Instant) => {
    clearTimeout(timer)
    const ends = endsAfter(lookedAt)
    if (ends.length === 0 || isStopped) return
    timer = setTimeout(
      () => {
        const now = clock.now()
        const ended = (posture?.overrides ?? []).filter(
          ({ endsAt }) => endsAt !== undefined && endsAt > lookedAt && endsAt <= now,
        )
        if (ended.length > 0) onEnd(ended.map(({ accessPointId }) => accessPointId))
        watch(now)
      },
      Math.min(Math.max(Math.min(...ends) - clock.now(), 0), longestWaitMs),
    )
  }
  watch(clock.now())

  return {
    current: (): DoorPosture => posture ?? noPosture,
    version: (): number => posture?.version ?? 0,
    resets: (): NonNullable<PosturePayload['resets']> => posture?.resets ?? [],
    /** Takes an announced posture whole, once it is on the disk, or leaves the panel with what it had. */
    async take({ jws }: PostureMessage, place: { panelId: PanelId; trust: Trust }): Promise<Result<void, PostureError>> {
      const signed = await place.trust.check(verifyPosture, jws)
      if (!signed.ok) return err({ kind: 'bad_signature', message: signed.error.message })
      const wanted = signed.value
      if (wanted.panelId !== place.panelId) {
        return err({ kind: 'wrong_panel', message: `This posture is for panel ${wanted.panelId}` })
      }
      const version = posture?.version ?? 0
      if (wanted.version < version) {
        return err({ kind: 'older_version', message: `Version ${wanted.version} is older than ${version}` })
      }
      if (wanted.version === version) return ok(undefined)
      await store.write(file, JSON.stringify(wanted))
      const before = posture ?? noPosture
      posture = wanted
      watch(clock.now())
      await onTaken(before)
      return ok(undefined)
    },
    /** The panel has another cloud, or another tenant: what it was to do for the old one is over. */
    async wipe() {
      await store.remove(file)
      posture = undefined
      watch(clock.now())
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}

const jsonOf = (content: Buffer | undefined): unknown => {
  try {
    return content && JSON.parse(content.toString('utf8'))
  } catch {
    return undefined
  }
}
