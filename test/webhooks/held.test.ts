import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { moveDueDeliveries } from '../../functions/timers/due-deliveries.ts'
import { type Administrator, type Assignments, unlimited } from '../../shared/domain/identity/administrators/entity.ts'
import { closedReason } from '../../shared/domain/outbound/subscriptions/entity.ts'
import { makerGone } from '../../shared/domain/outbound/subscriptions/standing.ts'
import { day, hour } from '../../shared/lib/clock.ts'
import { AdministratorId, SiteId, SubscriptionId } from '../../shared/lib/ids.ts'
import { entityKey } from '../../shared/storage/keys/common.ts'
import { memoryTable } from '../fakes/memory-table.ts'
import { eventNumber, numbersOf, switchedOff } from '../support/held.ts'
import { accountId, noon } from '../support/sender.ts'
import { answer, startUnruly } from '../support/unruly-receiver.ts'

let receiver: Awaited<ReturnType<typeof startUnruly>>
beforeEach(async () => {
  receiver = await startUnruly()
})
afterEach(() => receiver.stop())

const fine = { batchItemFailures: [] }
const limitedTo = (site: number): Assignments => ({ ...unlimited, sites: [SiteId.parse(site)] })

describe('what is held for a subscription', () => {
  it('is sent once it is on again, in the order of its events, with the same ids, and once', async () => {
    const { switchOn, tick, work, held, messages, states, notes, posted } = await switchedOff(receiver)
    const ids = (await held()).map(({ deliveryId }) => deliveryId)
    expect(ids[0]).toBe(receiver.seen.headers[0]?.['webhook-id'])
    expect(numbersOf(await held())).toEqual([1, 2, 3])
    expect(await states()).toEqual(['held', 'held', 'held'])
    await tick()
    expect(messages).toEqual([])
    await switchOn()
    await tick()
    // what happens now goes by the other lane
    expect(messages.map(({ lane, message }) => [lane, message.deliveryId])).toEqual(ids.map((id) => ['slow', id]))
    expect(await work()).toEqual(fine)
    expect(await states()).toEqual(['delivered', 'delivered', 'delivered'])
    expect(posted().toSorted()).toEqual([1, 1, 2, 3])
    expect(await held()).toEqual([])
    await tick()
    expect(messages).toEqual([])
    // the note to look again, had it stayed off
    expect(await notes()).toMatchObject([{ dueAt: noon + 30 * day }])
  })

  it('has twelve attempts more, whatever was tried before; its row shows them all', async () => {
    const { switchOn, tick, work, deps, clock, rows, mails } = await switchedOff(receiver, 1)
    await switchOn()
    receiver.behave(answer(500))
    await tick()
    for (let attempt = 2; attempt <= 13; attempt += 1) {
      await work()
      expect((await rows())[0]).toMatchObject({ attempt, state: attempt < 13 ? 'retrying' : 'gave-up' })
      clock.now += day
      await moveDueDeliveries(deps, () => true)
    }
    expect((await rows())[0]?.attempts).toHaveLength(13)
    expect(mails.map(({ subject }) => subject)).toEqual([
      'The event subscription Hook is switched off',
      'Events do not reach Hook',
    ])
  })

  it('holds as well what was to be tried again, and it goes on from there', async () => {
    const { switchOn, switchOff, tick, work, happen, rows, messages } = await switchedOff(receiver, 1)
    await switchOn()
    receiver.behave(answer(500))
    await happen(eventNumber(2))
    await work()
    await switchOff()
    await work()
    expect((await rows())[1]).toMatchObject({ state: 'held', attempt: 1, attempts: [{ status: 500 }] })
    await switchOn()
    await tick()
    expect(messages.map(({ message }) => [message.attempt, message.uncounted])).toEqual([
      [2, 1],
      [2, 1],
    ])
  })

  describe('of an administrator', () => {
    const lee: Administrator = {
      ...{ id: AdministratorId.parse(77), version: 1, type: 'SENIOR', username: 'lee', firstName: 'L', lastName: 'L' },
      ...{ email: 'lee@example.com', timezone: 'UTC', canCreateAdmins: false, password: '', signInVersion: 1, active: true },
      ...{ createdAt: 0, updatedAt: 0, assignments: limitedTo(5) },
    }
    const ofLee = async () => {
      const table = memoryTable()
      const key = entityKey(accountId, 'administrator', lee.id)
      const put = async (next: Administrator) => void (await table.write([{ put: { ...next, ...key, entity: 'administrator' } }]))
      const remove = async () => void (await table.write([{ delete: key }]))
      await put(lee)
      const wanted = { administratorId: lee.id, limits: limitedTo(5) }
      return { ...(await switchedOff(receiver, 2, {}, wanted, table)), changeLee: put, removeLee: remove }
    }

    it('is sent as long as they may see it', async () => {
      const { switchOn, tick, work, states } = await ofLee()
      await switchOn()
      await tick()
      await work()
      expect(await states()).toEqual(['delivered', 'delivered'])
    })

    it.each([
      ['may not see its site any more', { assignments: limitedTo(6) }],
      ['may not list its kind any more', { roleIds: [] }],
    ])('who %s is not sent', async (_, change) => {
      const { switchOn, tick, work, states, posted, held, changeLee } = await ofLee()
      await changeLee({ ...lee, ...change })
      await switchOn()
      await tick()
      await work()
      expect(await states()).toEqual(['withheld', 'withheld'])
      expect([posted(), await held()]).toEqual([[1], []])
    })

    it.each([
      ['is deleted', undefined],
      ['may not act any more', { active: false }],
    ])('who was limited and %s is held again', async (_, change) => {
      const { switchOn, tick, work, states, posted, held, changeLee, removeLee, stored } = await ofLee()
      await (change ? changeLee({ ...lee, ...change }) : removeLee())
      await switchOn()
      await tick()
      await work()
      expect(await states()).toEqual(['held', 'held'])
      expect([posted(), numbersOf(await held())]).toEqual([[1], [1, 2]])
      expect(await stored()).toMatchObject({ disabled: { reason: makerGone } })
    })
  })

  it('ends with the subscription, and nothing of it is sent', async () => {
    const { remove, tick, work, held, notes, messages, posted } = await switchedOff(receiver)
    await remove()
    await tick()
    expect([await held(), messages]).toEqual([[], []])
    await work()
    expect(posted()).toEqual([1])
    expect(await notes()).toMatchObject([{ dueAt: noon + 30 * day }])
  })

  it('stays when it is switched off again in the middle, and is sent once when it is on for good', async () => {
    const { switchOn, switchOff, tick, work, held, states, posted, messages } = await switchedOff(receiver)
    await switchOn()
    await tick()
    await switchOff()
    await work()
    expect(numbersOf(await held())).toEqual([1, 2, 3])
    expect(await states()).toEqual(['held', 'held', 'held'])
    await tick()
    expect(messages).toEqual([])
    await switchOn()
    await tick()
    await work()
    expect(posted().toSorted()).toEqual([1, 1, 2, 3])
    expect(await held()).toEqual([])
  })

  it('is sent to the new receiver also when the old one said 410 after it had been replaced', async () => {
    const other = await startUnruly()
    const { deps, switchOn, happen, work, tick, stored, states } = await switchedOff(receiver, 1)
    await switchOn()
    await happen(eventNumber(2))
    const found = await stored()
    await deps.subscriptions.replace(accountId, { ...found, url: other.url, version: found.version + 1 }, undefined)
    receiver.behave(answer(410))
    await work()
    expect(await stored()).not.toHaveProperty('disabled')
    await tick()
    await work()
    expect(other.seen.requests).toBe(2)
    expect(await states()).toEqual(['delivered', 'delivered'])
    await other.stop()
  })
})

describe('what is held for longer than 30 days', () => {
  it('is given up when the subscription is on again, and its owner hears of it once', async () => {
    const { switchOn, tick, work, clock, states, posted, happen, mails } = await switchedOff(receiver, 3)
    clock.now = noon + 29 * day
    await happen({ ...eventNumber(4), processedAt: clock.now })
    await work()
    clock.now = noon + 30 * day + 10
    await switchOn()
    await tick()
    await work()
    expect(await states()).toEqual(['gave-up', 'gave-up', 'gave-up', 'delivered'])
    expect(posted()).toEqual([1, 4])
    const [, mail, ...none] = mails
    expect(none).toEqual([])
    expect(mail).toMatchObject({ to: 'ops@example.com', subject: 'Events of Hook are given up' })
  })

  it('is given up while the subscription is off too, and looked for once a week', async () => {
    const { tick, work, clock, states, happen, held, notes, mails } = await switchedOff(receiver, 2)
    clock.now = noon + 29 * day
    await happen({ ...eventNumber(3), processedAt: clock.now })
    await work()
    clock.now = noon + 30 * day + hour
    await tick()
    await work()
    expect(await states()).toEqual(['gave-up', 'gave-up', 'held'])
    expect(numbersOf(await held())).toEqual([3])
    expect(await notes()).toMatchObject([{ dueAt: noon + 37 * day, name: 'off' }])
    expect(mails).toHaveLength(2)
    clock.now = noon + 60 * day
    await tick()
    await work()
    expect(await held()).toEqual([])
    expect(await notes()).toMatchObject([{ dueAt: noon + 65 * day }])
  })

  it('is given up without a mail while the account is closed', async () => {
    const { deps, switchOn, tick, work, clock, states, mails } = await switchedOff(receiver, 2)
    await switchOn()
    const disabled = { at: noon, reason: closedReason }
    await deps.subscriptions.disable(accountId, SubscriptionId.parse(900), receiver.url, disabled)
    clock.now = noon + 31 * day
    await tick()
    await work()
    expect(await states()).toEqual(['gave-up', 'gave-up'])
    expect(mails).toHaveLength(1)
  })
})
