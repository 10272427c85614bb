import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi'

/** The sockets of panels, by connection id. */
export type PanelSockets = {
  /** `gone` when the connection is over. */
  send: (connectionId: string, text: string) => Promise<'sent' | 'gone'>
  /** Ends the connection, if it is not over already. */
  close: (connectionId: string) => Promise<void>
}

/** The sockets of the WebSocket API whose callback URL this is. */
export const apiGatewaySockets = (callbackUrl: string): PanelSockets => {
  const client = new ApiGatewayManagementApiClient({
    endpoint: callbackUrl,
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 },
  })
  return {
    send: async (connectionId, text) => {
      try {
        await client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: Buffer.from(text) }))
        return 'sent'
      } catch (thrown) {
        if (thrown instanceof GoneException) return 'gone'
        throw thrown
      }
    },
    close: async (connectionId) => {
      try {
        await client.send(new DeleteConnectionCommand({ ConnectionId: connectionId }))
      } catch (thrown) {
        if (!(thrown instanceof GoneException)) throw thrown
      }
    },
  }
}
