import { err } from '../../../lib/result.ts'
import type { DenialReason, Rule, TraceStep } from './decision.ts'

/** Notes the checks of one decision as they are made; `deny` notes the one that fails and gives its reason as the error. */
export const newTrace = () => {
  const steps: TraceStep[] = []
  return {
    steps,
    pass: (rule: Rule, detail?: string): void => {
      steps.push({ rule, passed: true, ...(detail === undefined ? {} : { detail }) })
    },
    deny: (rule: Rule, reason: DenialReason, detail: string) => {
      steps.push({ rule, passed: false, detail })
      return err(reason)
    },
  }
}
export type Trace = ReturnType<typeof newTrace>
