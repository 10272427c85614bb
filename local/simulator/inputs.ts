import type { DoorReason, PanelReason } from '../../shared/domain/record/events/report-type.ts'
import type { AccessPointId } from '../../shared/lib/ids.ts'

/** What is wired to a panel beside its doors. Each is active or not. */
export const inputNames = ['tamper', 'power_failure', 'fire'] as const
export type InputName = (typeof inputNames)[number]

/** What sensors and inputs show now. They are on the wall, not in the panel: a reboot changes none of them. */
export type Wiring = { open: Set<AccessPointId>; active: Set<InputName> }
export const newWiring = (): Wiring => ({ open: new Set(), active: new Set() })

/** What the panel writes down, before anybody hears of it. */
export type Happening =
  | { kind: 'door'; accessPointId: AccessPointId; reason: DoorReason }
  | { kind: 'panel'; reason: PanelReason }

/** What an input becoming active, or not active any more, is reported as. */
const reasons: Record<InputName, readonly [active: PanelReason, over: PanelReason]> = {
  tamper: ['tampered', 'tamper_restored'],
  power_failure: ['power_lost', 'power_restored'],
  fire: ['fire_alarm', 'fire_cleared'],
}

type Place = {
  wiring: Wiring
  /** How long a locked door may stay open. */
  heldOpenMs: number
  isUnlocked: (id: AccessPointId) => boolean
  report: (happening: Happening) => Promise<void>
  onFailure: (thrown: unknown) => void
}

/** The sensors of a panel's doors and its inputs. A panel that starts takes what they show then for what it knew already. */
export const watchInputs = ({ wiring, heldOpenMs, isUnlocked, report, onFailure }: Place) => {
  const timers = new Map<AccessPointId, NodeJS.Timeout>()
  const alarmed = new Set<AccessPointId>()

  const alarm = async (accessPointId: AccessPointId, reason: 'forced' | 'held_open') => {
    alarmed.add(accessPointId)
    await report({ kind: 'door', accessPointId, reason })
  }
  /** A door may be open for as long as it stands unlocked; from then on it has the usual time. */
  const look = (id: AccessPointId) => {
    timers.delete(id)
    if (!wiring.open.has(id) || alarmed.has(id)) return
    if (isUnlocked(id)) wait(id)
    else alarm(id, 'held_open').catch(onFailure)
  }
  const wait = (id: AccessPointId) => {
    clearTimeout(timers.get(id))
    timers.set(
      id,
      setTimeout(() => look(id), heldOpenMs),
    )
  }
  for (const id of wiring.open) wait(id)

  return {
    isActive: (input: InputName): boolean => wiring.active.has(input),
    isOpen: (id: AccessPointId): boolean => wiring.open.has(id),
    /** The door was opened or shut. Nothing happens when it was so already. */
    async setOpen(id: AccessPointId, open: boolean): Promise<void> {
      if (wiring.open.has(id) === open) return
      if (open) {
        wiring.open.add(id)
        if (isUnlocked(id)) wait(id)
        else await alarm(id, 'forced')
        return
      }
      wiring.open.delete(id)
      clearTimeout(timers.get(id))
      timers.delete(id)
      if (alarmed.delete(id)) await report({ kind: 'door', accessPointId: id, reason: 'closed' })
    },
    /** An input changed. Nothing happens when it was so already. */
    async setInput(input: InputName, on: boolean): Promise<void> {
      if (wiring.active.has(input) === on) return
      if (on) wiring.active.add(input)
      else wiring.active.delete(input)
      const [active, over] = reasons[input]
      await report({ kind: 'panel', reason: on ? active : over })
    },
    /** The power is gone. */
    stop() {
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }
}
