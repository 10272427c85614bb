import { randomUUID } from 'node:crypto'
import { S3Client } from '@aws-sdk/client-s3'
import { z } from 'zod'
import { s3FirmwareFiles } from '../../shared/adapters/firmware-files.ts'
import { openGuessCounts } from '../../shared/adapters/guess-counts.ts'
import { apiGatewaySockets } from '../../shared/adapters/panel-sockets.ts'
import { pause } from '../../shared/adapters/pause.ts'
import { PanelKeys, readSecret } from '../../shared/adapters/secret.ts'
import { s3Snapshots } from '../../shared/adapters/snapshots.ts'
import type { GatewayEvent } from '../../shared/http/gateway-event.ts'
import { parseConfig } from '../../shared/lib/config.ts'
import { describeError, log, withLogFields } from '../../shared/lib/log.ts'
import { publicHalf, signingKey } from '../../shared/panel-protocol/signing.ts'
import { commandStore } from '../../shared/storage/devices/commands.ts'
import { connectionStore } from '../../shared/storage/devices/connections.ts'
import { panelStore } from '../../shared/storage/devices/panels.ts'
import { postureStore } from '../../shared/storage/devices/postures.ts'
import { presenceStore } from '../../shared/storage/devices/presence.ts'
import { rulesLogStore } from '../../shared/storage/devices/rules-log.ts'
import { guessStore } from '../../shared/storage/identity/guesses.ts'
import { uploadStore } from '../../shared/storage/record/uploads.ts'
import { connectTable } from '../../shared/storage/table/connect.ts'
import type { GatewayDeps } from './deps.ts'
import { httpRoutes } from './http.ts'
import { type SocketEvent, socketRoutes } from './socket.ts'

const Config = z.object({
  TABLE_NAME: z.string(),
  PANEL_SOCKET_URL: z.string(),
  PANEL_CALLBACK_URL: z.string(),
  PANEL_CONFIG_BUCKET: z.string(),
  FIRMWARE_BUCKET: z.string(),
  PANEL_KEYS_SECRET: z.string(),
})
const config = parseConfig(Config, process.env)
const panelKeys = await readSecret(config.PANEL_KEYS_SECRET, PanelKeys)

const table = connectTable(config.TABLE_NAME)
const s3 = new S3Client({})

const deps: GatewayDeps = {
  // Only these: the schemas of the others would cost time at every cold start.
  panels: panelStore(table),
  postures: postureStore(table),
  presences: presenceStore(table),
  connections: connectionStore(table),
  commands: commandStore(table),
  rulesLog: rulesLogStore(table),
  uploads: uploadStore(table),
  guesses: openGuessCounts(guessStore(table)),
  now: Date.now,
  newUuid: randomUUID,
  pause,
  sockets: apiGatewaySockets(config.PANEL_CALLBACK_URL),
  snapshots: s3Snapshots(s3, config.PANEL_CONFIG_BUCKET),
  firmwareFiles: s3FirmwareFiles(s3, config.FIRMWARE_BUCKET),
  signing: await signingKey(panelKeys.keys.find(({ kid }) => kid === panelKeys.active)),
  keys: { keys: await Promise.all(panelKeys.keys.map(publicHalf)) },
  socketUrl: config.PANEL_SOCKET_URL,
}
const onHttp = httpRoutes(deps)
const onSocket = socketRoutes(deps)

/** Panels speak here, by socket or by HTTPS. */
export const handler = async (event: GatewayEvent | SocketEvent) => {
  if ('rawPath' in event) return onHttp(event)
  return withLogFields({ connectionId: event.requestContext.connectionId }, async () => {
    try {
      return await onSocket(event)
    } catch (thrown) {
      // API Gateway answers the panel that it failed; the panel sends again whatever was not acknowledged.
      log('error', 'socket message failed', describeError(thrown))
      throw thrown
    }
  })
}
