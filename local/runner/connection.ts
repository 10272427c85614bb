import type { WebSocket } from 'ws'

/** One open connection, as the management API sees it. */
export type Connection = {
  readonly id: string
  readonly socket: WebSocket
  readonly connectedAt: number
  readonly sourceIp: string
  readonly userAgent: string
  lastActiveAt: number
}
