import type { PanelHost } from '../simulator/host.ts'

const megabyte = 1_024 * 1_024

/** How a fleet stands. `results` counts the commands that panels finished, `unreported` those whose result the cloud has not acknowledged. */
export type Progress = {
  panels: number
  connected: number
  /** How many panels decide by each version of their rules; 0 is none. */
  versions: Record<string, number>
  results: number
  unreported: number
  events: number
  bufferedEvents: number
}

/** Asks all panels that are switched on. */
export const progressOf = async (hosts: readonly PanelHost[]): Promise<Progress> => {
  const all = await Promise.all(hosts.filter((host) => host.isOn()).map((host) => host.summary()))
  const sum = (of: (panel: (typeof all)[number]) => number) => all.reduce((total, panel) => total + of(panel), 0)
  const versions: Record<string, number> = {}
  for (const { appliedVersion } of all) versions[appliedVersion] = (versions[appliedVersion] ?? 0) + 1
  return {
    panels: hosts.length,
    connected: sum(({ connected }) => (connected ? 1 : 0)),
    versions,
    results: sum(({ commands }) => commands.results),
    unreported: sum(({ commands }) => commands.unreported),
    events: sum(({ nextSequence }) => nextSequence - 1),
    bufferedEvents: sum(({ bufferedEvents }) => bufferedEvents),
  }
}

/** One line about it. `seconds` since the start; `grownBytes` is what the process has grown by since before the first panel. */
export const progressLine = (progress: Progress, seconds: number, grownBytes: number): string => {
  const { panels, connected, versions, results, unreported, events, bufferedEvents } = progress
  const applied = Object.entries(versions).map(([version, count]) => `${count} at ${version}`)
  return [
    `${seconds.toFixed(0).padStart(4)} s`,
    `connected ${connected} of ${panels}`,
    `versions ${applied.join(', ')}`,
    `results ${results} (${unreported} not acknowledged)`,
    `events ${events} (${bufferedEvents} buffered)`,
    `${(grownBytes / megabyte).toFixed(0)} MB, ${(grownBytes / 1_024 / panels).toFixed(0)} KB a panel`,
  ].join(' · ')
}
