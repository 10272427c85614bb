import { randomUUID } from 'node:crypto'
import { accountNumber, region } from '../settings.ts'
import type { Functions } from './functions.ts'
import type { Model } from './model.ts'
import { type Due, readSchedule } from './schedule-expression.ts'

type Schedule = { readonly name: string; readonly due: Due; readonly run: (at: Date) => void }

const scheduledEvent = (at: Date, name: string) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.scheduler',
  account: accountNumber,
  time: at.toISOString().replace(/\.\d+Z$/, 'Z'),
  region,
  resources: [`arn:aws:scheduler:${region}:${accountNumber}:schedule/default/${name}`],
  detail: '{}',
})

/** The schedule's own input with the service's variables in it, or the service's event without one. */
const eventOf = (input: unknown, at: Date, name: string): unknown => {
  if (typeof input !== 'string') return scheduledEvent(at, name)
  const time = at.toISOString().replace(/\.\d+Z$/, 'Z')
  return JSON.parse(
    input.replaceAll('<aws.scheduler.scheduled-time>', time).replaceAll('<aws.scheduler.execution-id>', randomUUID()),
  )
}

const schedulesOf = (model: Model, functions: Functions): Schedule[] =>
  model
    .ofType('AWS::Scheduler::Schedule')
    .map((resource) => ({ name: model.ref(resource), properties: model.properties(resource) }))
    .filter(({ properties }) => properties.State !== 'DISABLED')
    .map(({ name, properties }) => {
      const target = properties.Target as { Arn: string; Input?: string }
      const host = functions.find(target.Arn)
      return {
        name,
        due: readSchedule(String(properties.ScheduleExpression)),
        run: (at: Date) => void host.invoke(eventOf(target.Input, at, name)),
      }
    })

/** Fires the template's schedules at the start of each minute. A minute that passed while nothing ran is not made up for. */
export const startScheduler = (model: Model, functions: Functions): { stop: () => void } => {
  const schedules = schedulesOf(model, functions)
  let timer: NodeJS.Timeout
  const wait = (): void => {
    const now = Date.now()
    const next = Math.ceil((now + 1) / 60_000) * 60_000
    timer = setTimeout(() => {
      const at = new Date(next)
      for (const { due, run } of schedules) if (due(at)) run(at)
      wait()
    }, next - now)
  }
  wait()
  return { stop: () => clearTimeout(timer) }
}
