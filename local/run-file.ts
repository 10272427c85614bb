import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Ports } from './settings.ts'

export const standInNames = ['dynamodb', 'queues', 'mail'] as const
export type StandInName = (typeof standInNames)[number]

/** What runs from one data folder, so that the next start finds what a killed one left. Pids. */
export type RunRecord = {
  readonly supervisor: number
  readonly ports: Ports
  readonly standIns: Readonly<Partial<Record<StandInName, number>>>
  readonly product?: number | undefined
  readonly simulator?: number | undefined
  /** The program that makes the demo tenants, while it runs. */
  readonly seed?: number | undefined
}

/** The record of the last start, or undefined when there was none or it cannot be read. */
export const readRun = (file: string): RunRecord | undefined => {
  try {
    // Written by this module only.
    return JSON.parse(readFileSync(file, 'utf8')) as RunRecord
  } catch {
    return undefined
  }
}

export const writeRun = (file: string, run: RunRecord): void => {
  writeFileSync(`${file}.new`, `${JSON.stringify(run, null, 2)}\n`)
  renameSync(`${file}.new`, file)
}
