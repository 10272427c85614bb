import { mkdirSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'

const megabyte = 1024 * 1024

/** Free space that a start needs, and below which a running cloud stops before its databases fail half way. */
const neededToStart = 200
const neededToRun = 30

const freeMegabytes = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder)
  return Math.floor((bavail * bsize) / megabyte)
}

const line = (folder: string, free: number, needed: number): string =>
  `Only ${free} MB are free for ${folder} and Sallyport needs ${needed}: free some space, or choose another folder with --data`

/** Makes the data folder; throws one line when it cannot be written or too little space is left. */
export const checkDisk = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (thrown) {
    throw new Error(`The data folder ${folder} cannot be made (${String(thrown)}): choose another with --data`)
  }
  const free = freeMegabytes(folder)
  if (free < neededToStart) throw new Error(line(folder, free, neededToStart))
}

/** Looks every few seconds; calls `onFull` once with one line when the disk is almost full. */
export const watchDisk = (folder: string, onFull: (line: string) => void): { stop: () => void } => {
  const timer = setInterval(() => {
    const free = freeMegabytes(folder)
    if (free >= neededToRun) return
    clearInterval(timer)
    onFull(line(folder, free, neededToRun))
  }, 2000)
  return { stop: () => clearInterval(timer) }
}

/** A log is started again when it has grown over this. */
const maxLogMegabytes = 20

/** Removes the logs that have grown too large, before anything writes to them. */
export const trimLogs = (folder: string): void => {
  for (const name of readdirSync(folder))
    if (statSync(join(folder, name)).size > maxLogMegabytes * megabyte) rmSync(join(folder, name))
}
