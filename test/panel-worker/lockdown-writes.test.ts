import { expect, it } from 'vitest'
import { postureMessages, workOnAll } from '../support/emergencies.ts'
import { addPairedPanel, testGateway } from '../support/gateway.ts'
import { keepingQueue } from '../support/queues.ts'

it('a lockdown writes four units to the presence of each panel and two to its posture, whatever is done twice', async () => {
  const gateway = await testGateway()
  const { table, workerDeps, call } = gateway
  const panels = []
  for (let index = 0; index < 20; index += 1) {
    const panel = await addPairedPanel(gateway, `SP-${index}`)
    await panel.arrive(`c${index}`)
    panels.push(panel)
  }
  const messages = postureMessages(gateway)
  await messages()
  /** Write units by partition: each write of a transaction is two, and a plain one is one, as long as items are below 1 KB. */
  const units = new Map<string, number>()
  const { write, update } = table
  table.write = async (writes) => {
    for (const one of writes) {
      const { pk } = 'put' in one ? one.put : 'update' in one ? one.update : 'delete' in one ? one.delete : one.check
      units.set(pk, (units.get(pk) ?? 0) + (writes.length > 1 ? 2 : 1))
    }
    return write(writes)
  }
  table.update = async (one) => {
    units.set(one.update.pk, (units.get(one.update.pk) ?? 0) + 1)
    return update(one)
  }
  await call('POST', '/emergency-scenarios/default-lockdown/initiate')
  const nudged = panels.map(({ panelId }) => ({ accountId: 1, panelId, modes: true }))
  const handedOn = keepingQueue()
  for (const work of await messages()) await workOnAll({ ...workerDeps, postureWork: handedOn.queue }, [work])
  for (const work of [nudged.slice(0, 10), nudged.slice(10), handedOn.sent]) await workOnAll(workerDeps, work)
  for (const [index, { speak, front, back }] of panels.entries()) {
    const doors = [front, back].map((id) => ({ accessPointId: id as never, state: 'locked' as const }))
    await speak(`c${index}`, { type: 'posture.applied', version: 1, ok: true, doors })
  }
  const sumOf = (pattern: RegExp) => [...units].reduce((sum, [pk, each]) => (pattern.test(pk) ? sum + each : sum), 0)
  expect(handedOn.sent).toHaveLength(20)
  expect(sumOf(/#panel-presence#/)).toBe(4 * 20)
  expect(sumOf(/#posture$/)).toBe(2 * 20)
  // the rest: the scenario, its fan-out and its audit event with their counts
  expect(sumOf(/./)).toBeLessThanOrEqual(6 * 20 + 12)
  expect((await call('GET', '/emergency-scenarios/2')).json.progress).toMatchObject({ panels: 20, sent: 20, applied: 20 })
})
