import { log } from '../../shared/lib/log.ts'
import { decodePanelMessage } from '../../shared/panel-protocol/message.ts'
import type { GatewayDeps } from './deps.ts'
import { hear } from './hear.ts'
import { identify } from './identify.ts'
import { onSocket, type Speaker } from './speaker.ts'

/** What API Gateway hands over for a socket; headers come with CONNECT only, a body with MESSAGE only. */
export type SocketEvent = {
  requestContext: { eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT'; connectionId: string; connectedAt?: number }
  headers?: Record<string, string | undefined>
  body?: string | null
  isBase64Encoded?: boolean
}
export type SocketAnswer = { statusCode: number }

/** Who is on a socket never changes, so it is looked up once in the life of this process. */
const maxRemembered = 10_000

/** The sockets of panels: `$connect`, `$default` and `$disconnect`. */
export const socketRoutes = (deps: GatewayDeps) => {
  const speakers = new Map<string, Speaker>()
  const remember = (connectionId: string, speaker: Speaker): Speaker => {
    const [oldest] = speakers.size >= maxRemembered ? speakers.keys() : []
    if (oldest !== undefined) speakers.delete(oldest)
    speakers.set(connectionId, speaker)
    return speaker
  }
  const speakerOn = async (connectionId: string): Promise<Speaker | undefined> => {
    const known = speakers.get(connectionId)
    if (known) return known
    const found = await deps.connections.find(connectionId)
    return found && remember(connectionId, await onSocket(deps, found))
  }

  /** Lets a panel in that proves who it is, once per proof. It counts as connected when it says hello, not before. */
  const connect = async ({ requestContext, headers = {} }: SocketEvent): Promise<SocketAnswer> => {
    const { connectionId, connectedAt = deps.now() } = requestContext
    const [, authorization] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization') ?? []
    const panel = await identify(deps, authorization)
    if (!panel) return { statusCode: 401 }
    const { assertion, ...who } = panel
    const connection = { connectionId, connectedAt, ...who }
    if (!(await deps.connections.open(connection, assertion))) return { statusCode: 401 }
    remember(connectionId, await onSocket(deps, connection))
    return { statusCode: 200 }
  }

  const message = async ({ requestContext, body, isBase64Encoded }: SocketEvent): Promise<SocketAnswer> => {
    const { connectionId } = requestContext
    const speaker = await speakerOn(connectionId)
    if (!speaker) {
      await deps.sockets.close(connectionId)
      return { statusCode: 401 }
    }
    const text = isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '')
    const decoded = decodePanelMessage(text)
    if (!decoded.ok) {
      log('warn', 'malformed message', { accountId: speaker.accountId, panelId: speaker.panelId, why: decoded.error.message })
      await speaker.say({ type: 'error', message: decoded.error.message })
      return { statusCode: 200 }
    }
    const heard = await hear(deps, speaker, decoded.value)
    if (heard !== 'heard') {
      speakers.delete(connectionId)
      await deps.sockets.close(connectionId)
    }
    return { statusCode: 200 }
  }

  /** The socket is over. What newer connection the panel has is left alone. */
  const disconnect = async ({ requestContext: { connectionId } }: SocketEvent): Promise<SocketAnswer> => {
    const speaker = await speakerOn(connectionId)
    speakers.delete(connectionId)
    if (speaker) await deps.presences.lost(speaker.accountId, speaker.panelId, connectionId)
    return { statusCode: 200 }
  }

  const routes = { CONNECT: connect, MESSAGE: message, DISCONNECT: disconnect }
  return (event: SocketEvent): Promise<SocketAnswer> => routes[event.requestContext.eventType](event)
}
