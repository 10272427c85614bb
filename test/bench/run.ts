/**
 * `npm run bench`: ratios against bare programs, and latencies, measured now, on this machine, in one run.
 * `npm run bench -- api` runs only the rows whose name contains `api`. Nothing here fails a build: it prints.
 */
import { benchApiGet } from './api-get.ts'
import { benchChange } from './change.ts'
import { benchColdStart } from './cold-start.ts'
import { benchDecide, bytesPerCredential } from './decide.ts'
import { benchLatency } from './latency.ts'
import { benchListing } from './listing.ts'
import { benchLockdown } from './lockdown.ts'
import { benchNeighbours } from './neighbours.ts'
import { benchImport } from './panel-import.ts'
import { benchRevocation } from './revocation.ts'
import type { Row } from './row.ts'
import { benchSender } from './sender.ts'
import { benchUnits } from './units.ts'

const benches: Record<string, () => Promise<Row[]>> = {
  api: async () => [await benchApiGet()],
  cold: benchColdStart,
  decide: async () => {
    const { ratio, fewMicroseconds, manyMicroseconds } = benchDecide()
    return [
      {
        name: 'decision, 200,000 against 2,000 credentials, us',
        ours: manyMicroseconds.toFixed(2),
        against: fewMicroseconds.toFixed(2),
        ratio: ratio.toFixed(2),
        budget: 'at most 1.5',
      },
      { name: 'decision with 200,000 credentials, us', ours: manyMicroseconds.toFixed(1), against: '', budget: 'at most 20' },
      {
        name: 'memory for a credential and its holder, bytes',
        ours: bytesPerCredential().toFixed(1),
        against: '',
        budget: 'at most 64',
      },
    ]
  },
  sender: benchSender,
  latency: benchLatency,
  neighbours: benchNeighbours,
  import: benchImport,
  listing: benchListing,
  lockdown: benchLockdown,
  change: benchChange,
  revocation: benchRevocation,
  units: benchUnits,
}

process.env.LOG_LEVEL = 'silent'
const wanted = process.argv[2] ?? ''
const rows: Row[] = []
for (const [name, bench] of Object.entries(benches)) {
  if (!name.includes(wanted)) continue
  process.stderr.write(`Measuring ${name}\n`)
  rows.push(...(await bench()))
}
for (const { name, ours, against, ratio, budget } of rows) {
  process.stdout.write(
    `${name.padEnd(56)} ${ours.padStart(10)} ${against.padStart(10)} ${(ratio ?? '').padStart(7)}   ${budget}\n`,
  )
}
