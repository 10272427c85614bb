/** `npm run check`: types and lint alone, the part of `npm test` that answers in seconds. */
import { failedChecks } from './checks.ts'

process.exitCode = failedChecks().length > 0 ? 1 : 0
