import { err } from '../../../lib/result.ts'
import type { DenialReason, Detail, NamedThing, Rule, TraceStep } from './decision.ts'

/** Notes the checks of one decision as they are made; `deny` notes the one that fails and gives its reason as the error. */
export const newTrace = () => {
  const steps: TraceStep[] = []
  return {
    steps,
    pass: (rule: Rule, detail?: Detail): void => {
      steps.push({ rule, passed: true, ...(detail === undefined ? {} : { detail }) })
    },
    deny: (rule: Rule, reason: DenialReason, detail: Detail) => {
      steps.push({ rule, passed: false, detail })
      return err(reason)
    },
  }
}
export type Trace = ReturnType<typeof newTrace>

/** A thing in a detail. */
export const named = (what: NamedThing['what'], id: number): NamedThing => ({ what, id })

/** Several things of a kind in a detail, each named once, with commas between them. */
export const eachNamed = (what: NamedThing['what'], ids: readonly number[]): Detail =>
  [...new Set(ids)].flatMap((id, index) => (index === 0 ? [named(what, id)] : [', ', named(what, id)]))

/** A detail as one sentence, each thing in the words of `show`. */
export const detailText = (detail: Detail, show: (thing: NamedThing) => string): string =>
  detail.map((part) => (typeof part === 'string' ? part : show(part))).join('')
