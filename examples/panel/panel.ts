import { randomUUID } from 'node:crypto'
import { commandsOf } from './commands.ts'
import { doorsOf } from './doors.ts'
import { type Backoff, type Message, openLink, waitBefore } from './link.ts'
import { obeying, runs } from './obey.ts'
import { decideAndKeep, nextSequence } from './present.ts'
import { openStore, type PanelEvent } from './store.ts'
import type { Presented } from './types.ts'
import { authorization, newKey, pair, signerOf, signReceipt, trustOf } from './wire.ts'

export type PanelOptions = {
  cloudUrl: string
  serialNumber: string
  pairingCode: string
  /** Where the panel keeps its state. */
  file: string
  /** Moves a lock. */
  onUnlock: (accessPointId: number, seconds: number) => void
  backoff?: Backoff
}

/** So many events stay below the longest frame that the cloud takes, and so many are sent again at a heartbeat. */
const [eventsPerMessage, eventsAgain] = [50, 500]

/**
 * A panel that was written from docs/panel-protocol.md and uses nothing else of this project. It leaves out requests instead of a socket,
 * firmware, inputs and sensors, and the limit of the buffer.
 */
export const startPanel = async (options: PanelOptions) => {
  const { serialNumber, cloudUrl, backoff = { first: 1_000, maximum: 60_000 } } = options
  const store = openStore(options.file, randomUUID())
  const { state, save } = store
  const [bootId, stop, clock] = [randomUUID(), new AbortController(), clockOf()]
  const { privateKey, pairing } = await identify(options, store, backoff, stop.signal)
  const { panelId, socketUrl } = pairing
  const signer = await signerOf(privateKey)
  const verify = trustOf(cloudUrl, pairing, save)
  const { now, isSynchronized } = clock
  const say = (message: Message) => link.say(message)
  const doors = doorsOf({ state, now, onUnlock: options.onUnlock, say })
  const commands = commandsOf({
    ...{ panelId, state, save, now, isSynchronized },
    verify: (jws) => verify('sallyport-command+jws', jws),
    isLockedDown: doors.isLockedDown,
    isInterlocked: doors.isInterlocked,
    pulse: doors.pulse,
    report: async (receipt) => say({ type: 'receipt', jws: await signReceipt(signer, receipt) }),
  })
  commands.interrupt()

  const upload = (events: PanelEvent[]) => {
    for (let from = 0; from < events.length; from += eventsPerMessage)
      say({ type: 'events', epoch: state.epoch, events: events.slice(from, from + eventsPerMessage) })
  }
  /** What was said and not answered may be lost: the cloud knows results and events again. */
  const sayAgain = () => {
    void commands.reportAgain()
    upload(state.events.slice(0, eventsAgain))
  }
  const about = () => ({ appliedVersion: state.version, ...runs(state), postureVersion: state.posture.version })
  const beat = () => {
    clock.asked()
    say({ type: 'heartbeat', now: now(), ...about(), bufferedEvents: state.events.length, doors: doors.states() })
    sayAgain()
  }
  let connectionGeneration = 0
  const orders = obeying({ panelId, store, verify, doors, say, beat })
  const [inConfigTurn, inPostureTurn, inCommandTurn] = [turns(), turns(), turns()]
  const onMessage = (message: Message) => {
    const { type } = message
    if (type === 'heartbeat.ack') clock.answered(message.now)
    if (type === 'work') beat()
    if (type === 'config.available' || type === 'config.delta') inConfigTurn(() => orders.onConfig(message))
    if (type === 'posture') inPostureTurn(() => orders.onPosture(message))
    if (type === 'command') inCommandTurn(() => commands.execute(String(message.jws)))
    if (type === 'receipt.ack' && message.stage === 'result') commands.acknowledged(String(message.commandId))
    if (type === 'events.ack' && message.epoch === state.epoch) forget(store, Number(message.upTo))
    if (type === 'error') console.error(message.message)
  }
  const link = openLink({
    ...{ socketUrl, backoff, stopped: stop.signal, onMessage, beat, onUp: sayAgain, onRefused: clock.refused },
    authorization: () => authorization(signer, serialNumber, panelId, clock.cloudNow()),
    hello: () => ({
      ...{ type: 'hello', epoch: state.epoch, bootId, firmwareVersion: 'example-1.0.0', connectionGeneration },
      ...about(),
      clock: { now: now(), synchronized: isSynchronized() },
      nextSequence: nextSequence(state),
    }),
    onWelcome({ now: cloudNow, generation }, sentAt) {
      clock.learn(cloudNow, sentAt)
      connectionGeneration = Number(generation)
    },
  })
  const watch = setInterval(doors.tellMoved, 1_000)

  return {
    version: () => state.version,
    bufferedEvents: () => state.events.length,
    doors: doors.states,
    isConnected: link.isConnected,
    /** Somebody holds something to a reader. The event is on the disk before the lock moves. */
    present(presented: Presented) {
      const { decided, events } = decideAndKeep({ store, now, isSynchronized, openDoors: doors.unlocked }, presented)
      upload(events)
      if (decided.decision === 'granted') doors.admit(presented.accessPointId, decided)
      return { decision: decided.decision, reason: decided.reason }
    },
    /** The power goes. What was written down stays. */
    async stop() {
      stop.abort()
      clearInterval(watch)
      await link.whenStopped()
    },
  }
}

/** The panel's key and its pairing, from its store or made now; tries until the cloud agrees. */
const identify = async (
  { cloudUrl, serialNumber, pairingCode }: PanelOptions,
  { state, save }: ReturnType<typeof openStore>,
  backoff: Backoff,
  stopped: AbortSignal,
) => {
  const privateKey = state.privateKey ?? (await newKey())
  state.privateKey = privateKey
  save()
  for (let attempt = 0; ; attempt += 1) {
    const pairing = state.pairing ?? (await pair(cloudUrl, serialNumber, pairingCode, privateKey).catch(() => undefined))
    if (!pairing) {
      await waitBefore(attempt, backoff, stopped)
      continue
    }
    state.pairing = pairing
    save()
    return { privateKey, pairing }
  }
}

/** The cloud's time, by its answers. Until one came only a refusal may have said it, which is not enough to act by. */
const clockOf = () => {
  let [offset, coarse]: [number | undefined, number] = [undefined, 0]
  const sentAt: number[] = []
  const learn = (cloudNow: unknown, askedAt: number) => {
    const answeredAt = Date.now()
    if (answeredAt - askedAt <= 10_000) offset = Math.round(Number(cloudNow) - (askedAt + answeredAt) / 2)
  }
  return {
    learn,
    now: () => Date.now() + (offset ?? 0),
    cloudNow: () => Date.now() + (offset ?? coarse),
    isSynchronized: () => offset !== undefined,
    asked: () => sentAt.push(Date.now()),
    answered: (cloudNow: unknown) => learn(cloudNow, sentAt.shift() ?? 0),
    refused(date: string | undefined) {
      coarse = Date.parse(date ?? '') - Date.now() || 0
    },
  }
}

/** The cloud has stored all events up to this one. */
const forget = ({ state, save }: ReturnType<typeof openStore>, upTo: number) => {
  if (upTo <= state.upTo) return
  state.upTo = upTo
  state.events = state.events.filter(({ sequence }) => sequence > upTo)
  save()
}

/** Work of one kind, one piece after the other. */
const turns = () => {
  let tail: Promise<void> = Promise.resolve()
  return (work: () => Promise<void>) => {
    tail = tail.then(work).catch((thrown) => console.error(thrown))
  }
}
