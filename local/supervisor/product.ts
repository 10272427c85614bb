import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { localProgram, nodeProgram } from '../paths.ts'
import { endProcess, startProgram } from '../processes.ts'
import { type CloudSettings, dataFiles } from '../settings.ts'

/** What the product's process says to its supervisor. */
type Said = { readonly ready?: true; readonly failed?: string; readonly report?: string }

/** A product that ends this often within a minute is broken, not unlucky. */
const maxRestarts = 5

export type Product = {
  readonly pid: () => number | undefined
  /** Kills the process as `kill -9` does; it is started again at once. Resolves when the next one answers. */
  readonly kill: () => Promise<void>
  readonly stop: () => Promise<void>
}

type Events = {
  /** A line for the person who runs it. */
  readonly say: (line: string) => void
  readonly onPid: (pid: number) => void
  readonly onGivenUp: (line: string) => void
}

/** Starts the product's process, and again whenever it ends. Rejects with one line when the first start fails. */
export const runProduct = async (settings: CloudSettings, { say, onPid, onGivenUp }: Events): Promise<Product> => {
  const files = dataFiles(settings.dataDir)
  const logFile = join(files.logs, 'product.log')
  const ends: number[] = []
  let child: ChildProcess | undefined
  let stopping = false
  let whenReady: Promise<void>

  const start = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const args = ['--disable-warning=ExperimentalWarning', localProgram('runner/main.ts'), files.settings]
      const started = startProgram({ command: nodeProgram, args, logFile, env: { TZ: 'UTC' }, withChannel: true })
      child = started
      if (started.pid) onPid(started.pid)
      let failure = `The product ended before it was ready: see ${logFile}`
      // Only local/runner/main.ts speaks on this channel.
      started.on('message', (message) => {
        const said = message as Said
        if (said.report) say(said.report)
        if (said.failed) failure = said.failed
        if (said.ready) resolve()
      })
      started.on('exit', (code, signal) => {
        reject(new Error(failure))
        ended(signal ?? `exit code ${code}`)
      })
    })

  const ended = (how: string): void => {
    if (stopping || !isRunning) return
    const now = Date.now()
    ends.push(now)
    if (ends.filter((at) => now - at < 60_000).length > maxRestarts) {
      stopping = true
      onGivenUp(`The product ended ${maxRestarts + 1} times within a minute (last: ${how}): see ${logFile}`)
      return
    }
    say(`The product ended (${how}); starting it again`)
    whenReady = start()
    // A failed start is an end like any other, counted above.
    whenReady.then(
      () => say('The product is back'),
      () => undefined,
    )
  }

  let isRunning = false
  whenReady = start()
  await whenReady
  isRunning = true
  return {
    pid: () => child?.pid,
    kill: async () => {
      const killed = child
      if (!killed) return
      const gone = new Promise((resolve) => killed.once('exit', resolve))
      killed.kill('SIGKILL')
      await gone
      await whenReady
    },
    stop: async () => {
      stopping = true
      if (child?.pid && child.exitCode === null) await endProcess(child.pid)
    },
  }
}
