import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type Cloud, startCloud } from '../../local/supervisor/launch.ts'
import { Demo } from './demo.ts'

declare module 'vitest' {
  interface ProvidedContext {
    demo: Demo
    dataDir: string
  }
}

let cloud: Cloud | undefined
let dataDir: string | undefined

/** One local cloud for all journeys: its own data, free ports, the demo tenants. A test knows no more of it than `demo.json`. */
export const setup = async (project: TestProject): Promise<void> => {
  dataDir = mkdtempSync(join(tmpdir(), 'sallyport-journeys-'))
  cloud = await startCloud({ dataDir, ports: 'free' })
  project.provide('demo', Demo.parse(cloud.demo))
  project.provide('dataDir', dataDir)
}

export const teardown = async (): Promise<void> => {
  await cloud?.stop()
  if (dataDir) rmSync(dataDir, { recursive: true, force: true })
}
