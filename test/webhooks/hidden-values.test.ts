import { describe, expect, it } from 'vitest'
import { GroupId } from '../../shared/lib/ids.ts'
import { accessEvent, pipeline } from '../support/sender.ts'

const changed = (more: object = {}) =>
  accessEvent({
    kind: 'audit',
    type: 'schedule.updated',
    subject: { kind: 'schedule', id: 51, name: 'Day' },
    facts: { changes: [{ property: 'enablingGroupId', previousValue: '7001', currentValue: '7002' }], ...more },
  })
const audit = [{ id: 1, field: 'audit' as const, operator: 'is' as const, value: 1 }]
const limits = { sites: 'all' as const, groups: [GroupId.parse(7002)], scenarios: 'all' as const }

/** What is posted of an event to the subscription of somebody who has one of the two groups, at the first attempt and the next. */
const posted = async (event: ReturnType<typeof changed>, wanted: object = { limits }) => {
  const bodies: string[] = []
  const post = async ({ body }: { body: string }) => {
    bodies.push(body)
    return { attempt: { at: 0, durationMs: 1, status: bodies.length === 1 ? 500 : 200 } }
  }
  const { subscribe, happen, work } = pipeline({ posts: { fast: post, slow: post } })
  await subscribe('http://127.0.0.1:9/', { criteria: audit, ...wanted })
  await happen(event)
  await work()
  await work()
  return bodies
}

describe('an event that names something that is not assigned', () => {
  it.each([
    ['that travels with its message', {}],
    ['that is read from the table', { reason: 'x'.repeat(60_000) }],
  ])('%s is sent without the names, at every attempt', async (_, more) => {
    const bodies = await posted(changed(more))
    expect(bodies).toHaveLength(2)
    for (const body of bodies) {
      expect(JSON.parse(body).eventData.propertyChanges).toEqual([{ property: 'enablingGroupId' }])
      expect(body).not.toMatch(/700[12]/)
    }
  })

  it('is sent whole to a subscription of somebody who is not limited', async () => {
    for (const body of await posted(changed(), {})) expect(body).toMatch(/7001.*7002/)
  })
})
