import { exportJWK, generateKeyPair } from 'jose'
import type { GatewayDeps } from '../../functions/panel-gateway/deps.ts'
import { httpRoutes } from '../../functions/panel-gateway/http.ts'
import { socketRoutes } from '../../functions/panel-gateway/socket.ts'
import { type WorkerDeps, workOn } from '../../functions/panel-worker/work.ts'
import { AccountId, PanelId } from '../../shared/lib/ids.ts'
import { signAssertion } from '../../shared/panel-protocol/assertion.ts'
import type { CommandPayload } from '../../shared/panel-protocol/command.ts'
import type { PanelEvent } from '../../shared/panel-protocol/events.ts'
import type { Hello } from '../../shared/panel-protocol/hello.ts'
import {
  type CloudMessage,
  decodeCloudExchange,
  decodeCloudMessage,
  type PanelMessage,
} from '../../shared/panel-protocol/message.ts'
import { PublicKey } from '../../shared/panel-protocol/pairing.ts'
import type { ReceiptPayload } from '../../shared/panel-protocol/receipt.ts'
import {
  publicHalf,
  type SigningKey,
  signingKey,
  signReceipt,
  verifyCommand,
  verifyKeys,
} from '../../shared/panel-protocol/signing.ts'
import { guessStore } from '../../shared/storage/identity/guesses.ts'
import { createStores } from '../../shared/storage/stores.ts'
import { policedTable } from '../infra/policed-table.ts'
import { testApi } from './api.ts'
import { gatewayEvent } from './gateway-event.ts'
import { addDoors } from './panels.ts'
import { keepingQueue } from './queues.ts'

export const epoch = '6e8bc430-9c3a-4d9a-8f21-0a4f0d3f5b11'
const bootId = '7e8bc430-9c3a-4d9a-8f21-0a4f0d3f5b12'

/** A fresh Ed25519 key pair: of a panel, or of the cloud. */
export const newKey = async (): Promise<{ signing: SigningKey; published: PublicKey }> => {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const jwk = await exportJWK(pair.privateKey)
  return { signing: await signingKey(jwk), published: await publicHalf(PublicKey.parse(jwk)) }
}

/** The API, the gateway and the worker over one table in memory, with sockets that only write down what was sent. */
export const testGateway = async () => {
  const api = testApi()
  const cloud = await newKey()
  /** What was sent to each connection, and which connections are over. */
  const sent = new Map<string, string[]>()
  const over = new Set<string>()
  const sockets: GatewayDeps['sockets'] = {
    send: async (connectionId, text) => {
      if (over.has(connectionId)) return 'gone'
      sent.set(connectionId, [...(sent.get(connectionId) ?? []), text])
      return 'sent'
    },
    close: async (connectionId) => void over.add(connectionId),
  }
  const shared: Pick<
    GatewayDeps,
    'now' | 'newUuid' | 'pause' | 'sockets' | 'snapshots' | 'firmwareFiles' | 'signing' | 'keys' | 'socketUrl'
  > = {
    now: () => api.clock.now,
    newUuid: api.deps.newUuid,
    pause: api.deps.pause,
    sockets,
    snapshots: { url: async (accountId, panelId, version) => `https://bucket.example/A/${accountId}/${panelId}/${version}` },
    firmwareFiles: { url: async (file) => `https://firmware.example/${file}` },
    signing: cloud.signing,
    keys: { keys: [cloud.published] },
    socketUrl: 'wss://panels.example/local',
  }
  // Each function is held to the rights that its role has in the cloud.
  const deps: GatewayDeps = {
    ...createStores(policedTable(api.table, 'panel-gateway')),
    guesses: guessStore(policedTable(api.table, 'panel-gateway')),
    ...shared,
  }
  const postureWork = keepingQueue()
  const panelWork = keepingQueue()
  const workerDeps: WorkerDeps = {
    ...createStores(policedTable(api.table, 'panel-worker')),
    ...shared,
    panelWork: panelWork.queue,
    postureWork: postureWork.queue,
    pageSize: 500,
  }
  // Each call makes new routes, as if every event met a process that remembers nothing, unless a test wants one that does.
  const socket = (event: Parameters<ReturnType<typeof socketRoutes>>[0]) => socketRoutes(deps)(event)
  const http = async (
    method: string,
    rawPath: string,
    body: string | undefined,
    headers: Record<string, string> = {},
    encoding: { isBase64Encoded?: boolean } = {},
  ) => {
    const answer = await httpRoutes(deps)(gatewayEvent(method, rawPath, { headers, body: body ?? null, ...encoding }))
    return { ...answer, json: JSON.parse(answer.body) }
  }

  /** What was said on a connection since the last look. */
  const said = (connectionId: string): CloudMessage[] => {
    const texts = sent.get(connectionId) ?? []
    sent.delete(connectionId)
    return texts.map((text) => {
      const decoded = decodeCloudMessage(text)
      if (!decoded.ok) throw new Error(decoded.error.message)
      return decoded.value
    })
  }

  /** What the worker does with a nudge. */
  const work = (panelId: number, commandIds: readonly string[] = []) =>
    workOn(workerDeps, AccountId.parse(1), PanelId.parse(panelId), commandIds)
  return { ...api, deps, workerDeps, cloud, sent, over, socket, http, said, work, panelWork, apiDeps: api.deps }
}
export type TestGateway = Awaited<ReturnType<typeof testGateway>>

/** A site with a panel of two doors that has paired. */
export const addPairedPanel = async (gateway: TestGateway, serialNumber = 'SP-1') => {
  const place = await addDoors(gateway, serialNumber)
  const key = await newKey()
  const body = { serialNumber, pairingCode: place.pairingCode, publicKey: key.published }
  const paired = await gateway.http('POST', '/panels/pair', JSON.stringify(body))
  if (paired.statusCode !== 200) throw new Error(paired.body)
  return aPanel(gateway, serialNumber, PanelId.parse(place.controlPanelId), key, place)
}
export type TestPanel = Awaited<ReturnType<typeof addPairedPanel>>

type ReceiptWanted = {
  commandId: string
  stage: ReceiptPayload['stage']
  outcome?: 'succeeded' | 'failed' | 'rejected'
  reason?: string
  panelId?: PanelId
}

/** A panel as the gateway meets it: it signs with its key, and speaks on sockets or by requests. */
export const aPanel = (
  gateway: TestGateway,
  serialNumber: string,
  panelId: PanelId,
  { signing }: { signing: SigningKey },
  place: Awaited<ReturnType<typeof addDoors>>,
) => {
  const { clock, socket, http, said, cloud } = gateway
  let drawn = 0
  const assertion = (
    change: Partial<{ serialNumber: string; panelId: PanelId; jti: string; at: number; key: SigningKey }> = {},
  ) => {
    drawn += 1
    const claims = { serialNumber, panelId, jti: `${serialNumber}-${drawn}`, ...change }
    const { at = clock.now, key = signing, ...rest } = claims as typeof claims & { at?: number; key?: SigningKey }
    return signAssertion(key, rest, at)
  }
  const connect = async (connectionId: string, token?: string) =>
    socket({
      requestContext: { eventType: 'CONNECT', connectionId, connectedAt: clock.now },
      headers: { Authorization: `Bearer ${token ?? (await assertion())}` },
    })
  const speak = (connectionId: string, message: PanelMessage | string) =>
    socket({
      requestContext: { eventType: 'MESSAGE', connectionId, connectedAt: clock.now },
      body: typeof message === 'string' ? message : JSON.stringify(message),
    })
  const disconnect = (connectionId: string) => socket({ requestContext: { eventType: 'DISCONNECT', connectionId } })
  const aHello = (more: Partial<Hello> = {}): Hello => ({
    type: 'hello',
    epoch,
    bootId,
    firmwareVersion: '1.2.3',
    appliedVersion: 0,
    postureVersion: 0,
    clock: { now: clock.now, synchronized: true },
    nextSequence: 1,
    connectionGeneration: 0,
    ...more,
  })
  const aHeartbeat = (more: object = {}): PanelMessage => ({
    type: 'heartbeat',
    now: clock.now,
    appliedVersion: 0,
    postureVersion: 0,
    bufferedEvents: 0,
    doors: [],
    ...more,
  })
  return {
    ...place,
    panelId,
    signing,
    assertion,
    connect,
    speak,
    disconnect,
    aHello,
    aHeartbeat,
    /** Connects and says hello; what the cloud said to that. */
    arrive: async (connectionId: string, more: Partial<Hello> = {}): Promise<CloudMessage[]> => {
      await connect(connectionId)
      await speak(connectionId, aHello(more))
      return said(connectionId)
    },
    /** Asks by HTTPS. */
    ask: async (messages: readonly (PanelMessage | object)[], token?: string) => {
      const headers = { authorization: `Bearer ${token ?? (await assertion())}` }
      const answer = await http('POST', '/panels/messages', JSON.stringify({ messages }), headers)
      const decoded = answer.statusCode === 200 ? decodeCloudExchange(answer.body) : undefined
      return { ...answer, messages: decoded?.ok ? decoded.value : [] }
    },
    receipt: async (payload: ReceiptWanted, key = signing) =>
      ({
        type: 'receipt',
        // A test's stage and outcome fit together, or it is about what does not.
        jws: await signReceipt(key, { panelId, at: clock.now, ...payload } as ReceiptPayload),
      }) as const,
    /** The orders among what the cloud said, their signatures checked. */
    orders: async (messages: readonly CloudMessage[]): Promise<CommandPayload[]> => {
      const keys = await verifyKeys({ keys: [cloud.published] })
      const verified = await Promise.all(
        messages.flatMap((message) => (message.type === 'command' ? [verifyCommand(keys, message.jws)] : [])),
      )
      return verified.flatMap((one) => (one.ok ? [one.value] : []))
    },
    swipes: (from: number, to: number): PanelEvent[] =>
      Array.from({ length: to - from + 1 }, (_, index) => ({
        kind: 'access',
        sequence: from + index,
        accessPointId: place.front,
        decision: 'denied',
        reason: 'unknown_credential',
        presented: { encodedCredential: 'abc', bits: 26 },
        occurredAt: clock.now,
        configVersion: 1,
        clockQuality: 'synced',
      })) as PanelEvent[],
  }
}
