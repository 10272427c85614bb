import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

/** What to run, and where what it prints goes. `env` is added to this process's own. */
export type Program = {
  readonly command: string
  readonly args: readonly string[]
  readonly logFile: string
  readonly env?: Readonly<Record<string, string>>
  /** A channel for messages; the child may end itself when it closes. */
  readonly withChannel?: boolean
}

/**
 * Starts a program in a process group of its own, so that a Ctrl-C in the terminal reaches only the supervisor, which then
 * stops the others in order. Its output goes to a file, so that it outlives a killed supervisor.
 */
export const startProgram = ({ command, args, logFile, env, withChannel }: Program): ChildProcess => {
  const log = openSync(logFile, 'a')
  const child = spawn(command, args, {
    detached: true,
    stdio: withChannel ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
    env: { ...process.env, ...env },
  })
  closeSync(log)
  // A command that does not exist; its end is seen like any other.
  child.on('error', () => undefined)
  return child
}

/** Whether the process exists; one that has ended but is not yet collected does not count. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** The command line of a process, or an empty text when it has ended. */
export const commandLineOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return process.platform === 'linux' ? '' : spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout
  }
}

/** Whether a recorded pid is still the program it was: pids are used again, and a stranger's process is never touched. */
export const isProgram = (pid: number, mark: string): boolean => isAlive(pid) && commandLineOf(pid).includes(mark)

/** Ends a process by its pid: asked first, forced after `graceMs`. Returns when it has ended. */
export const endProcess = async (pid: number, graceMs = 5000): Promise<void> => {
  const signal = (name: NodeJS.Signals): void => {
    try {
      process.kill(pid, name)
    } catch {
      // It ended in the meantime.
    }
  }
  const until = Date.now() + graceMs
  signal('SIGTERM')
  while (isAlive(pid) && Date.now() < until) await pause(20)
  if (!isAlive(pid)) return
  signal('SIGKILL')
  while (isAlive(pid)) await pause(20)
}
