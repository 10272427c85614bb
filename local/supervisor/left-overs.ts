import { rmSync } from 'node:fs'
import { endProcess, isProgram } from '../processes.ts'
import { type RunRecord, readRun } from '../run-file.ts'
import { dataFiles } from '../settings.ts'

/**
 * What a killed start left running, of which its stand-ins may be adopted; the rest is ended here. Throws one line when that
 * start is not killed at all.
 */
export const clearLeftOvers = async (dataDir: string): Promise<RunRecord | undefined> => {
  const left = readRun(dataFiles(dataDir).run)
  if (!left) return undefined
  if (left.supervisor !== process.pid && isProgram(left.supervisor, 'local/start.ts'))
    throw new Error(
      `Sallyport runs already with the data of ${dataDir} (process ${left.supervisor}): stop it, or choose another folder with --data`,
    )
  for (const pid of [left.seed, left.simulator, left.product]) if (pid && isProgram(pid, dataDir)) await endProcess(pid)
  return left
}

/** Ends the stand-ins that a killed start left, and removes all data. Only what this program has made is removed. */
export const removeData = async (left: RunRecord | undefined, dataDir: string): Promise<void> => {
  for (const pid of Object.values(left?.standIns ?? {})) if (isProgram(pid, dataDir)) await endProcess(pid)
  for (const path of Object.values(dataFiles(dataDir))) rmSync(path, { recursive: true, force: true })
}
