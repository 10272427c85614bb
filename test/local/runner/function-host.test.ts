import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { type FunctionHost, hostFunction } from '../../../local/runner/function-host.ts'

const bundle = join(import.meta.dirname, '..', 'fixture', 'functions', 'timing.mjs')
const settings = {
  name: 'timing',
  functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:timing',
  bundleUrl: pathToFileURL(bundle).href,
  exportName: 'handler',
  environment: {},
  timeoutSeconds: 1,
  memorySize: 128,
}

let running: { host: FunctionHost; folder: string } | undefined
afterEach(async () => {
  await running?.host.stop()
  if (running) rmSync(running.folder, { recursive: true })
})

/** One environment that all events share, as on a machine of two cores. */
const hosted = (eventsPerEnvironment: number) => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-host-'))
  const host = hostFunction(settings, join(folder, 'timing.log'), () => undefined, { environments: 1, eventsPerEnvironment })
  running = { host, folder }
  return (does: string) => host.invoke({ does })
}

describe('the host of a function', () => {
  it('fails an event that takes too long alone: the others of its environment finish, and the next has a new one', async () => {
    const invoke = hosted(8)
    const hanging = invoke('hang')
    const half = await invoke('half')
    const outlasting = invoke('outlast')
    expect(await hanging).toMatchObject({ ok: false, error: { errorType: 'Sandbox.Timedout' } })
    const next = await invoke('name')
    expect(await outlasting).toEqual(half)
    expect(next).toMatchObject({ ok: true })
    expect(next).not.toEqual(half)
  })

  it('runs no more events at once than it may, and all of them in the end', async () => {
    const invoke = hosted(3)
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => invoke('count')))
    expect(outcomes.at(-1)).toEqual({ ok: true, value: 3 })
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
  })
})
