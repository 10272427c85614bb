import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { FleetPanel } from './register.ts'

/** A line of the file: where the fleet is registered, or one of its panels. */
const Line = z.union([z.object({ accountId: z.int(), siteId: z.int() }), FleetPanel])

/** What a folder knows of the fleet that was registered from it, so that the next run has the same panels. */
export const openRoster = (directory: string) => {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const file = join(directory, 'panels.jsonl')
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  // A line that a killed run left unfinished must not swallow the next.
  if (text !== '' && !text.endsWith('\n')) appendFileSync(file, '\n')
  let siteId: number | undefined
  const panels = new Map<string, FleetPanel>()
  for (const written of text.split('\n')) {
    const line = Line.safeParse(jsonOf(written))
    if (!line.success) continue
    if ('siteId' in line.data) siteId = line.data.siteId
    else panels.set(line.data.serialNumber, line.data)
  }
  const note = (line: z.infer<typeof Line>) => appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 })
  return {
    siteId: () => siteId,
    useSite(accountId: number, id: number) {
      siteId = id
      note({ accountId, siteId: id })
    },
    panel: (serialNumber: string) => panels.get(serialNumber),
    add(panel: FleetPanel) {
      panels.set(panel.serialNumber, panel)
      note(panel)
    },
  }
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
