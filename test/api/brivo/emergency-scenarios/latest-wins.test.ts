import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decideModes } from '../../../../shared/domain/access/emergencies/modes.ts'
import { AccessPointId, AccountId, PanelId } from '../../../../shared/lib/ids.ts'
import { createStores } from '../../../../shared/storage/stores.ts'
import { postureMessages, workOnAll } from '../../../support/emergencies.ts'
import { testGateway } from '../../../support/gateway.ts'
import { addDoors } from '../../../support/panels.ts'

const base = '/emergency-scenarios'

/** Two panels and three scenarios that share doors of them: a lockdown, an egress, and the full lockdown. */
const building = async () => {
  const gateway = await testGateway()
  const [near, far] = [await addDoors(gateway), await addDoors(gateway, 'SP-2')]
  const made = async (name: string, threatLevelTypeId: number, deviceIds: number[]) =>
    (await gateway.call('POST', base, { body: { name, threatLevelTypeId, deviceIds } })).json.id
  const lockdown = await made('Front', 2, [near.front, far.front])
  const egress = await made('Out', 3, [near.front, near.back, far.front])
  const paths = [`${base}/lockdown/${lockdown}`, `${base}/egress/${egress}`, `${base}/default-lockdown`]
  return { ...gateway, near, far, paths }
}

const step = fc.record({ scenario: fc.nat(2), action: fc.constantFrom('initiate', 'clear'), later: fc.nat(2) })

it('whoever initiates and clears at once, in any order of arrival, every panel ends with what the latest in force ask for', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 2, maxLength: 7 }),
      fc.scheduler(),
      fc.array(fc.nat(7), { maxLength: 12 }),
      async (steps, scheduler, again) => {
        const gateway = await building()
        const { call, table, clock, near, far, paths } = gateway
        const messages = postureMessages(gateway)
        await messages()
        const expectLatest = async () => {
          const stores = createStores(table)
          const accountId = AccountId.parse(1)
          const active = await stores.emergencies.active(accountId)
          for (const { controlPanelId, front, back } of [near, far]) {
            const doors = [front, back].map((id) => AccessPointId.parse(id))
            const { modes } = await stores.postures.get(accountId, PanelId.parse(controlPanelId))
            expect(modes).toEqual(decideModes(doors, active))
          }
        }
        const { write, query, getMany } = table
        table.write = scheduler.scheduleFunction(write)
        table.query = scheduler.scheduleFunction(query)
        table.getMany = scheduler.scheduleFunction(getMany)
        // each begins when some of the reads and writes of those before it are done
        const calls = steps.map(async ({ scenario, action, later }, index) => {
          for (let turn = 0; turn < 3 * index; turn += 1) await scheduler.schedule(Promise.resolve())
          clock.now += later
          return call('POST', `${paths[scenario]}/${action}`)
        })
        const answers = await scheduler.waitFor(Promise.all(calls))
        for (const { status } of answers) expect([200, 409]).toContain(status)
        Object.assign(table, { write, query, getMany })
        if (answers.every(({ status }) => status === 200)) await expectLatest()
        // what the stream brings, some of it again, and all of it in another order
        const queue = await messages()
        const work = [...again.flatMap((index) => queue[index] ?? []), ...queue.toReversed()]
        for (const message of work) {
          const sent: unknown[] = []
          const send = async (some: readonly { body: string }[]) => {
            sent.push(...some.map(({ body }) => JSON.parse(body)))
            return []
          }
          const deps = { ...gateway.workerDeps, postureWork: { send } }
          await workOnAll(deps, [message])
          expect(await workOnAll(deps, sent)).toEqual([])
        }
        await expectLatest()
      },
    ),
    { numRuns: 60 },
  )
})
