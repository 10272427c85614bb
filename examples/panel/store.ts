import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import type { JWK } from 'jose'
import type { Memory, Posture, Rules } from './types.ts'
import type { Pairing } from './wire.ts'

export type PanelEvent = { sequence: number; kind: string; reason: string; [member: string]: unknown }
export type Result = { outcome: 'succeeded' | 'failed' | 'rejected'; reason?: string; at: number }
type Remembered = { commandId: string; result?: Result; isAcknowledged?: true }

/** All that a panel keeps over a loss of power: chapter "What to keep" of docs/panel-protocol.md. */
export type State = {
  privateKey?: JWK
  pairing?: Pairing
  rules?: Rules
  version: number
  posture: Posture & { version: number }
  memory: Memory
  epoch: string
  upTo: number
  events: PanelEvent[]
  commands: Remembered[]
}

/** The state in a file that is written whole at each change. That is enough for some hundred people; a large panel keeps a journal. */
export const openStore = (file: string, epoch: string) => {
  const state: State = {
    version: 0,
    posture: { version: 0, overrides: [], modes: { rest: 'normal', normal: [], lockdown: [], egress: [] } },
    memory: { enabledUntil: {} },
    epoch,
    upTo: 0,
    events: [],
    commands: [],
    ...kept(file),
  }
  const save = () => {
    const opened = openSync(`${file}.new`, 'w', 0o600)
    writeSync(opened, JSON.stringify(state))
    fsyncSync(opened)
    closeSync(opened)
    renameSync(`${file}.new`, file)
  }
  return { state, save }
}

const kept = (file: string): Partial<State> => {
  try {
    // The panel wrote it itself.
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<State>
  } catch {
    return {}
  }
}
