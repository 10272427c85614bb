import { randomUUID } from 'node:crypto'
import { definedOf } from '../../shared/lib/defined.ts'
import type { AccessPointId } from '../../shared/lib/ids.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import { err, ok, type Result } from '../../shared/lib/result.ts'
import { signAssertion } from '../../shared/panel-protocol/assertion.ts'
import type { ConfigAvailable } from '../../shared/panel-protocol/config-available.ts'
import type { ConfigDeltaMessage } from '../../shared/panel-protocol/config-delta.ts'
import type { EventsAck } from '../../shared/panel-protocol/events-ack.ts'
import type { DoorStatus } from '../../shared/panel-protocol/fields.ts'
import type { FirmwareAvailable } from '../../shared/panel-protocol/firmware.ts'
import type { CloudMessage } from '../../shared/panel-protocol/message.ts'
import type { PostureMessage } from '../../shared/panel-protocol/posture.ts'
import { signingKey } from '../../shared/panel-protocol/signing.ts'
import { backoffMs } from './backoff.ts'
import type { PanelClock } from './clock.ts'
import { askCloud, type HttpFailure } from './cloud-http.ts'
import { createExecutor } from './executor.ts'
import type { FirmwareKeeper } from './firmware.ts'
import { type Identity, type Pairing, saveIdentity } from './identity.ts'
import { createLink } from './link.ts'
import type { Target } from './lockdown.ts'
import type { Memory } from './memory.ts'
import { pause } from './pause.ts'
import type { PanelPlace } from './place.ts'
import type { PostureKeeper } from './posture.ts'
import { createReceipts } from './receipts.ts'
import type { RulesKeeper } from './rules-keeper.ts'
import type { ConfigError } from './snapshot-file.ts'
import type { Store } from './store.ts'
import { createTrust } from './trust.ts'
import { createTurns } from './turns.ts'
import { createUploader } from './upload.ts'

/** Tries after the first, before the panel says that it could not have the rules; the next heartbeat brings them again. */
const configRetries = 3
const maxKeysBytes = 64 * 1_024
/** A timer that is a little early must not make the panel spin. */
const shortestWakeMs = 10

export type ConversationPlace = PanelPlace & {
  store: Store
  memory: Memory
  clock: PanelClock
  stopped: AbortSignal
  doors: () => DoorStatus[]
  posture: PostureKeeper
  firmware: FirmwareKeeper
  pulse: (accessPointId: AccessPointId, durationSeconds: number, commandId: string) => void
  isLockedDown: (target: Target) => boolean
  isPrivate: (id: AccessPointId) => boolean
  isInterlocked: (id: AccessPointId) => boolean
  pulseFloors: (accessPointId: AccessPointId, relays: readonly number[], durationSeconds: number, commandId: string) => void
  rules: RulesKeeper
}

/** What a paired panel says to its cloud, and what it does about what it hears. */
export type Conversation = Awaited<ReturnType<typeof startConversation>>

export const startConversation = async (identity: Identity & { pairing: Pairing }, place: ConversationPlace) => {
  const { settings, timing, cable, memory, clock, stopped } = place
  const { serialNumber } = settings
  const { panelId, socketUrl, keys } = identity.pairing
  const key = await signingKey(identity.privateKey)
  const bootId = randomUUID()
  const { rules } = place
  let connectionGeneration = 0
  /** Whether the panel has asked for what it lacks of its rules, and has not had anything since. */
  let isAsked = false
  let wake: NodeJS.Timeout | undefined

  const fetchFromCloud = (url: string, maxBytes: number) => {
    const signal = AbortSignal.any([cable.signal(), stopped])
    return askCloud({ url, signal, timeoutMs: timing.answerTimeoutMs, maxBytes })
  }
  /** What an announced URL gives, as it arrives. */
  const download = async (url: string, maxBytes: number): Promise<Result<Buffer, HttpFailure>> => {
    const answer = await fetchFromCloud(url, maxBytes)
    if (!answer.ok) return answer
    const content = await place.line.fetched(answer.value, stopped)
    return content ? ok(content) : err({ kind: 'unreachable', message: 'The download is lost' })
  }
  const trust = await createTrust(keys, {
    now: clock.wall,
    fetchKeys: async () => {
      const answer = await fetchFromCloud(`${place.cloudUrl}/panels/keys`, maxKeysBytes)
      return answer.ok ? answer.value.toString('utf8') : undefined
    },
    keep: (fresh) => saveIdentity(place.store, { ...identity, pairing: { ...identity.pairing, keys: fresh } }),
  })
  const receipts = createReceipts(key, panelId, memory, (message) => link.send(message))
  const executor = createExecutor({
    ...place,
    panelId,
    trust,
    hasAccessPoint: (id) => rules.current()?.rules.accessPoints.has(id) ?? false,
    report: (receipt) => void receipts.report(receipt),
  })
  const uploader = createUploader(memory.buffer, timing.ackTimeoutMs)

  const upload = () => {
    clearTimeout(wake)
    if (!link.isConnected() || stopped.aborted) return
    const now = clock.wall()
    for (let events = uploader.next(now); events; events = uploader.next(now)) {
      link.send({ type: 'events', epoch: memory.epoch(), events })
    }
    const wakeAt = uploader.wakeAt()
    if (wakeAt !== undefined) wake = setTimeout(upload, Math.max(shortestWakeMs, wakeAt - now))
  }
  const restartUpload = () => {
    uploader.connected()
    upload()
  }

  const onAck = async ({ epoch, upTo }: EventsAck) => {
    if (place.losesAck()) return
    const isProgress = epoch === memory.epoch() && memory.buffer().ack(upTo)
    uploader.acked(isProgress)
    upload()
    if (isProgress) await memory.keepAck(upTo)
  }

  /** The store of the rules may be out of reach for a moment; every other refusal is final. */
  const stage = async (announced: ConfigAvailable) => {
    for (let attempt = 0; ; attempt += 1) {
      const staged = await rules.takeSnapshot(announced, { panelId, trust, fetch: download })
      const isFinal = staged.ok || staged.error.kind !== 'unreachable' || attempt === configRetries
      if (isFinal || !link.isConnected()) return staged
      await pause(backoffMs(attempt, timing.backoffFirstMs, timing.backoffMaximumMs, Math.random()), stopped)
    }
  }

  /** Says that it runs other rules; when it has other doors by them, or these stand otherwise, it says that too. */
  const saidApplied = (doorsBefore: string) => {
    isAsked = false
    log('info', 'configuration applied', { serialNumber, version: rules.version() })
    link.send({ type: 'config.applied', version: rules.version(), ok: true, ...definedOf({ stateHash: rules.stateHash() }) })
    if (doorsText() !== doorsBefore) link.nudge()
  }
  const doorsText = () => JSON.stringify(place.doors())
  const refuseConfig = (version: number, { kind, message }: ConfigError) => {
    const error = `${kind}: ${message}`
    log('warn', 'configuration refused', { serialNumber, version, reason: error })
    link.send({ type: 'config.applied', version, ok: false, error: error.slice(0, 500) })
  }

  const onConfig = async (announced: ConfigAvailable) => {
    const doors = doorsText()
    const staged = await stage(announced)
    if (staged.ok) saidApplied(doors)
    else refuseConfig(announced.version, staged.error)
  }

  /** What is missing comes with the answer to a heartbeat, for which the panel asks once. */
  const onDelta = async (message: ConfigDeltaMessage) => {
    const doors = doorsText()
    const taken = await rules.takeDelta(message, { panelId, trust })
    if (!taken.ok) return refuseConfig(message.version, taken.error)
    if (taken.value === 'taken') return saidApplied(doors)
    if (!isAsked) link.nudge()
    isAsked = true
  }

  /** Says which doors the new posture has moved. */
  const onPosture = async (announced: PostureMessage) => {
    const { version } = announced
    const before = new Map(place.doors().map(({ accessPointId, state }) => [accessPointId, state]))
    const taken = await place.posture.take(announced, { panelId, trust })
    if (!taken.ok) {
      const error = `${taken.error.kind}: ${taken.error.message}`
      log('warn', 'posture refused', { serialNumber, version, reason: error })
      link.send({ type: 'posture.applied', version, ok: false, error: error.slice(0, 500), doors: [] })
      return
    }
    const doors = place.doors().filter(({ accessPointId, state }) => before.get(accessPointId) !== state)
    log('info', 'posture applied', { serialNumber, version, moved: doors.length })
    link.send({ type: 'posture.applied', version, ok: true, doors })
  }

  /** Starts again with the new firmware: the next `hello` says so. What it runs already comes again when the hello was late. */
  const onFirmware = async (announced: FirmwareAvailable) => {
    const { version } = announced
    if (version === place.firmware.version()) return
    const installed = await place.firmware.install(announced, { panelId, trust, fetch: download })
    if (installed.ok) {
      log('info', 'firmware installed', { serialNumber, version })
      link.restart()
    } else if (installed.error.kind === 'unreachable') {
      // the next heartbeat brings it again, with another address
      log('warn', 'firmware not fetched', { serialNumber, version, reason: installed.error.message })
    } else {
      const error = `${installed.error.kind}: ${installed.error.message}`
      log('warn', 'firmware refused', { serialNumber, version, reason: error })
      link.send({ type: 'firmware.failed', version, error: error.slice(0, 500) })
    }
  }

  // Each kind waits for its own kind only: a lockdown does not wait for rules that are being fetched.
  const [configInTurn, postureInTurn, firmwareInTurn] = [createTurns(), createTurns(), createTurns()]
  const handle = async (message: CloudMessage): Promise<void> => {
    if (message.type === 'events.ack') return onAck(message)
    if (message.type === 'receipt.ack') return receipts.acknowledged(message)
    if (message.type === 'posture') return postureInTurn(() => onPosture(message))
    if (message.type === 'firmware.available') return firmwareInTurn(() => onFirmware(message))
    if (message.type === 'command') return executor.execute(message.jws)
    if (message.type === 'config.available') return configInTurn(() => onConfig(message))
    if (message.type === 'config.delta') return configInTurn(() => onDelta(message))
    if (message.type === 'error') log('warn', 'the cloud did not understand', { serialNumber, reason: message.message })
  }
  const failed = (thrown: unknown) => {
    if (!stopped.aborted) log('error', 'a message could not be handled', { serialNumber, ...describeError(thrown) })
  }

  const runs = () => ({ appliedVersion: rules.version(), ...definedOf({ stateHash: rules.stateHash() }) })

  const link = createLink({
    ...place,
    serialNumber,
    socketUrl,
    random: Math.random,
    assertion: () => signAssertion(key, { serialNumber, panelId, jti: randomUUID() }, clock.cloudNow()),
    hello: () => ({
      type: 'hello',
      epoch: memory.epoch(),
      bootId,
      firmwareVersion: place.firmware.version(),
      ...runs(),
      postureVersion: place.posture.version(),
      clock: { now: clock.now(), synchronized: clock.isSynchronized() },
      nextSequence: memory.buffer().nextSequence(),
      connectionGeneration,
    }),
    heartbeat: () => {
      void receipts.reportAgain()
      const [now, bufferedEvents] = [clock.now(), memory.buffer().size()]
      const postureVersion = place.posture.version()
      return { type: 'heartbeat', now, ...runs(), postureVersion, bufferedEvents, doors: place.doors() }
    },
    onUp: (generation) => {
      connectionGeneration = generation
      isAsked = false
      void receipts.reportAgain()
      restartUpload()
    },
    onMessage: (message) => void handle(message).catch(failed),
  })

  return {
    panelId,
    link,
    /** There may be something to send. */
    upload,
    /** What was sent may be void: the numbering changed. */
    restartUpload,
    async stop() {
      clearTimeout(wake)
      await link.stop()
    },
  }
}
