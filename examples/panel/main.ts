/**
 * Runs the example of a panel. Each line of the input is something held to a reader: the id of a door, and the number of a card.
 *
 *   CLOUD_URL=http://… SERIAL_NUMBER=SP-0009 PAIRING_CODE=… STATE_FILE=panel.json node examples/panel/main.ts
 */
import { createInterface } from 'node:readline'
import { startPanel } from './panel.ts'

const setting = (name: string): string => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set`)
  return value
}

const panel = await startPanel({
  cloudUrl: setting('CLOUD_URL'),
  serialNumber: setting('SERIAL_NUMBER'),
  pairingCode: setting('PAIRING_CODE'),
  file: setting('STATE_FILE'),
  onUnlock: (accessPointId, seconds) => console.log(`access point ${accessPointId} is unlocked for ${seconds} s`),
})
for await (const line of createInterface({ input: process.stdin })) {
  const [accessPointId, encodedCredential] = line.trim().split(/\s+/)
  console.log(panel.present({ accessPointId: Number(accessPointId), ...(encodedCredential ? { encodedCredential } : {}) }))
}
await panel.stop()
