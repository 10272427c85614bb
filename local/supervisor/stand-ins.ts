import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { localProgram, nodeProgram } from '../paths.ts'
import { endProcess, isAlive, isProgram, startProgram } from '../processes.ts'
import { type RunRecord, type StandInName, standInNames } from '../run-file.ts'
import { type CloudSettings, dataFiles } from '../settings.ts'
import { dynamodbCommand } from '../stand-ins/dynamodb.ts'

type StandIn = {
  readonly title: string
  readonly command: (port: number, folder: string) => { command: string; args: readonly string[] }
  readonly healthPath: string
}

const script = (path: string) => (port: number, folder: string) => {
  mkdirSync(folder, { recursive: true })
  return { command: nodeProgram, args: ['--disable-warning=ExperimentalWarning', localProgram(path), String(port), folder] }
}

/** The processes that stand in for AWS's own services. They live on when the product is killed. */
export const standIns: Readonly<Record<StandInName, StandIn>> = {
  dynamodb: { title: 'DynamoDB Local', command: dynamodbCommand, healthPath: '/' },
  queues: { title: 'the SQS and S3 stand-in', command: script('stand-ins/queues.ts'), healthPath: '/health' },
  mail: {
    title: 'the SES and Secrets Manager stand-in',
    command: script('stand-ins/mail-and-secrets.ts'),
    healthPath: '/health',
  },
}

const answers = async (name: StandInName, port: number): Promise<boolean> => {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${standIns[name].healthPath}`, { signal: AbortSignal.timeout(2000) })
    await response.body?.cancel()
    // DynamoDB Local answers a bare GET with 400, which is health enough.
    return name === 'dynamodb' || response.ok
  } catch {
    return false
  }
}

/** The pid of a stand-in that a killed start of this data folder left running on the wanted port, if it is well. */
export const adoptable = async (
  name: StandInName,
  left: RunRecord | undefined,
  settings: CloudSettings,
): Promise<number | undefined> => {
  const pid = left?.standIns[name]
  const folder = dataFiles(settings.dataDir)[name]
  if (!pid || !isProgram(pid, folder)) return undefined
  if (left.ports[name] === settings.ports[name] && (await answers(name, settings.ports[name]))) return pid
  await endProcess(pid)
  return undefined
}

/** Starts a stand-in and waits until it answers. Throws one line when it ends before or does not answer in 30 s. */
export const startStandIn = async (name: StandInName, settings: CloudSettings, onPid: (pid: number) => void): Promise<number> => {
  const files = dataFiles(settings.dataDir)
  const { title, command } = standIns[name]
  const logFile = join(files.logs, `${name}.log`)
  const child = startProgram({ ...command(settings.ports[name], files[name]), logFile })
  if (child.pid) onPid(child.pid)
  const until = Date.now() + 30_000
  while (Date.now() < until) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
      throw new Error(`${title} did not start: see ${logFile}`)
    if (await answers(name, settings.ports[name])) return child.pid
    await pause(50)
  }
  if (child.pid) await endProcess(child.pid)
  throw new Error(`${title} did not answer within 30 s: see ${logFile}`)
}

/** Calls `onDeath` once when one of the processes has ended. Adopted ones are not children, so all are looked at by pid. */
export const watchStandIns = (
  pids: Readonly<Partial<Record<StandInName, number>>>,
  onDeath: (name: StandInName) => void,
): { stop: () => void } => {
  const timer = setInterval(() => {
    const dead = standInNames.find((name) => pids[name] !== undefined && !isAlive(pids[name]))
    if (!dead) return
    clearInterval(timer)
    onDeath(dead)
  }, 250)
  return { stop: () => clearInterval(timer) }
}
