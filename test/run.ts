/**
 * `npm test`: types, lint (the rooms among it), then every test. `npm test -- <paths>` runs only the tests of those paths.
 * The last line counts what passed and failed; a failed check of types or lint counts as one failure.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failedChecks, run } from './checks.ts'

const paths = process.argv.slice(2)
const failedFirst = paths.length > 0 ? [] : failedChecks()

const folder = mkdtempSync(join(tmpdir(), 'sallyport-tests-'))
const report = join(folder, 'report.json')
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
const testsPassed = run('node_modules/vitest/vitest.mjs', ['run', ...reporters, ...paths])

/** The counts of vitest's report; a run that died before writing one is a failure of its own. */
const counted = (): { passed: number; failed: number } => {
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'))
    return { passed: numPassedTests, failed: Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0) }
  } catch {
    return { passed: 0, failed: 1 }
  }
}
const { passed, failed } = counted()
rmSync(folder, { recursive: true })

const allFailed = failed + failedFirst.length + (testsPassed || failed > 0 ? 0 : 1)
process.stdout.write(`\n${passed} passed, ${allFailed} failed\n`)
process.exitCode = allFailed > 0 ? 1 : 0
