import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { exportJWK, generateKeyPair } from 'jose'
import { type WebSocket, WebSocketServer } from 'ws'
import type { PanelRules } from '../../shared/domain/access/decisions/rules.ts'
import { hashText, stateHash } from '../../shared/domain/access/decisions/state-hash.ts'
import { PanelId } from '../../shared/lib/ids.ts'
import { readUnverifiedAssertion, verifyAssertion } from '../../shared/panel-protocol/assertion.ts'
import type { CommandPayload } from '../../shared/panel-protocol/command.ts'
import type { ConfigAvailable } from '../../shared/panel-protocol/config-available.ts'
import type { ConfigDelta } from '../../shared/panel-protocol/config-delta.ts'
import { firstSequenceOf, type PanelEvent } from '../../shared/panel-protocol/events.ts'
import {
  type CloudMessage,
  decodePanelExchange,
  decodePanelMessage,
  encodeExchange,
  encodeMessage,
  type PanelMessage,
} from '../../shared/panel-protocol/message.ts'
import { PairRequest, PublicKey } from '../../shared/panel-protocol/pairing.ts'
import { PosturePayload } from '../../shared/panel-protocol/posture.ts'
import type { ReceiptPayload } from '../../shared/panel-protocol/receipt.ts'
import {
  publicHalf,
  type SigningKey,
  signCommand,
  signConfigDelta,
  signConfigDescriptor,
  signingKey,
  signPosture,
  type VerifyKeys,
  verifyKeys,
  verifyReceipt,
} from '../../shared/panel-protocol/signing.ts'

type Signer = { signing: SigningKey; published: PublicKey }

/** A fresh key of a cloud. */
export const newSigner = async (): Promise<Signer> => {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const jwk = await exportJWK(pair.privateKey)
  return { signing: await signingKey(jwk), published: await publicHalf(PublicKey.parse(jwk)) }
}

/** The least cloud that a panel can live with, for one panel: it keeps everything in memory, and tells everything. */
export type FakeCloud = Awaited<ReturnType<typeof startFakeCloud>>

export const startFakeCloud = async (port = 0) => {
  let signer = await newSigner()
  const panelId = PanelId.parse(77)
  const panel: { keys: VerifyKeys | undefined; publicKey: PublicKey | undefined } = { keys: undefined, publicKey: undefined }
  /** What the panel said, in order. */
  const heard: PanelMessage[] = []
  /** Receipts that verified, in order. */
  const receipts: ReceiptPayload[] = []
  /** Every event by epoch and sequence, as it came first, and how often. */
  const stored = new Map<string, { event: PanelEvent; times: number }>()
  /** Sequences of each `events` message, in order of arrival. */
  const uploads: number[][] = []
  /** By epoch and first sequence of each event, its last one. */
  const endOf = new Map<string, number>()
  const storedUpTo = new Map<string, number>()
  const bodies = new Map<string, Buffer>()
  const sockets = new Set<WebSocket>()
  const behaviour = {
    pairsFrom: 0,
    configFailures: 0,
    refusesSockets: false,
    answersHello: true,
    acknowledgesReceipts: true,
    heartbeatSeconds: 60,
    now: () => Date.now(),
  }
  let pairings = 0
  let connections = 0
  let config: ConfigAvailable | undefined
  /** AuditEvents with the next answer to a heartbeat, to a panel that nothing can be pushed to. */
  let waiting: CloudMessage[] = []

  /** The highest sequence below which nothing is missing; a record of lost events stands for all that it names. */
  const contiguous = (epoch: string): number => {
    let upTo = storedUpTo.get(epoch) ?? 0
    for (let next = endOf.get(`${epoch}/${upTo + 1}`); next !== undefined; next = endOf.get(`${epoch}/${upTo + 1}`)) upTo = next
    storedUpTo.set(epoch, upTo)
    return upTo
  }

  const answerTo = async (message: PanelMessage): Promise<CloudMessage[]> => {
    heard.push(message)
    const pending: CloudMessage[] = config ? [config] : []
    if (message.type === 'hello') {
      connections += 1
      const welcome: CloudMessage = {
        type: 'welcome',
        now: behaviour.now(),
        generation: connections,
        heartbeatSeconds: behaviour.heartbeatSeconds,
      }
      return behaviour.answersHello ? [welcome, ...(message.appliedVersion < (config?.version ?? 0) ? pending : [])] : []
    }
    if (message.type === 'heartbeat') {
      const told = waiting
      waiting = []
      return [{ type: 'heartbeat.ack', now: behaviour.now() }, ...told]
    }
    if (message.type === 'receipt' && panel.keys) {
      const receipt = await verifyReceipt(panel.keys, message.jws)
      if (!receipt.ok) return []
      receipts.push(receipt.value)
      const { commandId, stage } = receipt.value
      return behaviour.acknowledgesReceipts ? [{ type: 'receipt.ack', commandId, stage }] : []
    }
    if (message.type === 'events') {
      uploads.push(message.events.map(({ sequence }) => sequence))
      for (const event of message.events) {
        const key = `${message.epoch}/${event.sequence}`
        const known = stored.get(key)
        endOf.set(`${message.epoch}/${firstSequenceOf(event)}`, event.sequence)
        stored.set(key, { event: known?.event ?? event, times: (known?.times ?? 0) + 1 })
      }
      return [{ type: 'events.ack', epoch: message.epoch, upTo: contiguous(message.epoch) }]
    }
    return []
  }

  const isPanel = async (request: IncomingMessage): Promise<boolean> => {
    const assertion = request.headers.authorization?.replace(/^Bearer /, '') ?? ''
    const claims = readUnverifiedAssertion(assertion)
    if (!claims.ok || claims.value.panelId !== panelId || !panel.keys) return false
    return (await verifyAssertion(panel.keys, assertion, behaviour.now())).ok
  }

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const answer = (status: number, body: Buffer | string = '') => {
      response.writeHead(status, { Date: new Date(behaviour.now()).toUTCString() })
      response.end(body)
    }
    const text = Buffer.concat(await request.toArray()).toString('utf8')
    if (request.url === '/panels/pair') {
      pairings += 1
      if (pairings <= behaviour.pairsFrom) return answer(503)
      const asked = PairRequest.safeParse(JSON.parse(text))
      if (!asked.success || asked.data.pairingCode !== 'code-1') return answer(403)
      panel.publicKey = asked.data.publicKey
      panel.keys = await verifyKeys({ keys: [asked.data.publicKey] })
      return answer(200, JSON.stringify({ panelId, socketUrl: socketUrl(), keys: { keys: [signer.published] } }))
    }
    if (request.url === '/panels/keys') return answer(200, JSON.stringify({ keys: [signer.published] }))
    if (request.url === '/panels/messages') {
      if (!(await isPanel(request))) return answer(401)
      const messages = decodePanelExchange(text)
      if (!messages.ok) return answer(400, messages.error.message)
      const answers: CloudMessage[] = []
      for (const message of messages.value) answers.push(...(await answerTo(message)))
      return answer(200, encodeExchange(answers))
    }
    if (behaviour.configFailures > 0) {
      behaviour.configFailures -= 1
      return answer(503)
    }
    const body = bodies.get(request.url ?? '')
    return body ? answer(200, body) : answer(404)
  }

  const server = createServer((request, response) => void serve(request, response))
  const websocket = new WebSocketServer({ noServer: true })
  server.on('upgrade', async (request, socket, head) => {
    if (behaviour.refusesSockets || !(await isPanel(request))) {
      return socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n')
    }
    websocket.handleUpgrade(request, socket, head, (opened) => {
      sockets.add(opened)
      opened.on('close', () => sockets.delete(opened))
      opened.on('message', async (data) => {
        const message = decodePanelMessage(data.toString())
        const answers: CloudMessage[] = message.ok
          ? await answerTo(message.value)
          : [{ type: 'error', message: message.error.message }]
        for (const one of answers) opened.send(encodeMessage(one))
      })
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  // A server on a port has an address with a port.
  const at = server.address() as AddressInfo
  const url = `http://127.0.0.1:${at.port}`
  const socketUrl = () => `ws://127.0.0.1:${at.port}/socket`
  const push = (message: CloudMessage) => {
    for (const socket of sockets) socket.send(encodeMessage(message))
  }

  return {
    url,
    panelId,
    panel,
    heard,
    receipts,
    stored,
    uploads,
    behaviour,
    sockets,
    push,
    pairings: () => pairings,
    heardOf: <Type extends PanelMessage['type']>(type: Type) =>
      heard.filter((message): message is Extract<PanelMessage, { type: Type }> => message.type === type),
    /** A descriptor and its body as the true cloud would make them, with `change` to spoil either. */
    async announce(
      rules: PanelRules,
      change: { panelId?: PanelId; sha256?: string; signer?: SigningKey; body?: Buffer; stateHash?: string } = {},
    ) {
      const body = change.body ?? gzipSync(JSON.stringify(rules))
      bodies.set(`/config/${rules.version}`, body)
      const sha256 = change.sha256 ?? createHash('sha256').update(body).digest('hex')
      const descriptor = {
        panelId: change.panelId ?? panelId,
        version: rules.version,
        sha256,
        bytes: body.length,
        stateHash: change.stateHash ?? hashText(stateHash(rules)),
        people: [],
        issuedAt: Date.now(),
      }
      const jws = await signConfigDescriptor(change.signer ?? signer.signing, descriptor)
      config = { type: 'config.available', version: rules.version, url: `${url}/config/${rules.version}`, jws }
      push(config)
    },
    /** What changed since the version `base`, as the true cloud would send it, with `change` to spoil it. */
    sendDelta: async (
      delta: Omit<ConfigDelta, 'panelId' | 'issuedAt'>,
      change: Partial<ConfigDelta> & { signer?: SigningKey } = {},
    ) => {
      const { signer: by = signer.signing, ...spoiled } = change
      const jws = await signConfigDelta(by, { panelId, issuedAt: Date.now(), ...delta, ...spoiled })
      push({ type: 'config.delta', version: delta.version, jws })
    },
    signCommand: (command: CommandPayload) => signCommand(signer.signing, command),
    command: async (command: CommandPayload) => push({ type: 'command', jws: await signCommand(signer.signing, command) }),
    /** A posture as the true cloud would send it, with `change` to spoil it. */
    posture: async (wanted: Partial<PosturePayload> & { version: number }, key: SigningKey = signer.signing) => {
      const modes = { rest: 'normal', normal: [], lockdown: [], egress: [] } as const
      const payload = PosturePayload.parse({ panelId, overrides: [], modes, issuedAt: Date.now(), ...wanted })
      push({ type: 'posture', version: wanted.version, jws: await signPosture(key, payload) })
    },
    /** A command that the panel gets when it asks. */
    announceCommand: async (command: CommandPayload) => {
      waiting.push({ type: 'command', jws: await signCommand(signer.signing, command) })
    },
    rotateKeys: async () => {
      signer = await newSigner()
    },
    async stop() {
      if (!server.listening) return
      for (const socket of sockets) socket.terminate()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
