/** One execution environment of a function: loads the bundle once, then runs the events that the host sends. */
import { parentPort, workerData } from 'node:worker_threads'
import type { FunctionSettings, Invocation, Outcome } from './environment.ts'

type Handler = (event: unknown, context: unknown) => Promise<unknown>

// The host creates every worker with these settings.
const settings = workerData as FunctionSettings
const port = parentPort
if (!port) throw new Error('function-worker.ts runs as a worker thread only')

const { bundleUrl, exportName, name, timeoutSeconds, memorySize } = settings
// The bundle's exports are known by name only; a missing handler is reported below.
const bundle = (await import(bundleUrl)) as Record<string, Handler | undefined>
const handler = bundle[exportName]
if (!handler) throw new Error(`${name}: the bundle has no export ${exportName}`)

const contextOf = ({ requestId, functionArn }: Invocation) => {
  const endsAt = Date.now() + timeoutSeconds * 1000
  return {
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: String(memorySize),
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, endsAt - Date.now()),
  }
}

const describe = (thrown: unknown) =>
  thrown instanceof Error
    ? { errorType: thrown.name, errorMessage: thrown.message, stack: thrown.stack ?? '' }
    : { errorType: 'Error', errorMessage: String(thrown), stack: '' }

const run = async (invocation: Invocation): Promise<Outcome> => {
  try {
    const value = await handler(JSON.parse(invocation.event), contextOf(invocation))
    // Lambda hands over JSON, so what JSON drops is dropped here too.
    return { requestId: invocation.requestId, ok: true, value: JSON.stringify(value) ?? 'null' }
  } catch (thrown) {
    return { requestId: invocation.requestId, ok: false, error: describe(thrown) }
  }
}

port.on('message', async (invocation: Invocation) => port.postMessage(await run(invocation)))
port.postMessage('ready')
