import { describe, expect, it } from 'vitest'
import type { Table, Write } from '../../shared/storage/table/types.ts'
import { stranger, testApi } from '../support/api.ts'
import { nameCopier } from '../support/name-copies.ts'

type Api = ReturnType<typeof testApi>
type As = ReturnType<typeof stranger>

const dates = { start: '2027-01-01T00:00', end: '2027-01-02T00:00' }
const blocks = { scheduleBlocks: { monday: [{ start: '09:00', end: '17:00' }] } }

/** A site called Office with a panel, a door, a schedule of the group Staff, and a holiday. */
const place = async ({ call }: Api, who: { as?: As } = {}, serialNumber = 'SP-1') => {
  const made = async (path: string, body: unknown): Promise<number> => (await call('POST', path, { body, ...who })).json.id
  const siteId = await made('/sites', { siteName: 'Office', timeZone: 'UTC' })
  const panelId = await made('/control-panels', { serialNumber, name: 'Lobby', siteId })
  const doorId = await made('/access-points', { name: 'Front', controlPanelId: panelId })
  const groupId = await made('/groups', { name: 'Staff' })
  const scheduleId = await made('/schedules', { name: 'S', ...blocks, siteId, enablingGroupId: groupId, gracePeriod: 10 })
  await made('/holidays', { name: 'H', siteId, ...dates })
  /** The names of the site that people see everywhere. */
  const seen = async () => {
    const get = async (path: string) => (await call('GET', path, who)).json
    return [
      (await get(`/control-panels/${panelId}`)).siteName,
      (await get(`/access-points/${doorId}`)).siteName,
      (await get('/access-points')).data[0].siteName,
      (await get(`/schedules/${scheduleId}`)).siteName,
      (await get('/schedules')).data[0].siteName,
      (await get('/holidays')).data[0].siteName,
    ]
  }
  const enabledBy = async () => (await call('GET', `/schedules/${scheduleId}`, who)).json.enablingGroupName
  const rename = (siteName: string) => call('PUT', `/sites/${siteId}`, { body: { siteName }, ...who })
  return { siteId, panelId, doorId, groupId, scheduleId, seen, enabledBy, rename }
}
const six = (name: string) => Array.from({ length: 6 }, () => name)

describe('a site that is renamed', () => {
  it('is seen by its new name with its panels, doors, schedules and holidays, when the stream has been worked off', async () => {
    const api = testApi()
    const office = await place(api)
    const copier = nameCopier(api.table)
    expect((await office.rename('Head office')).json.siteName).toBe('Head office')
    expect(await copier.workOff()).toEqual([])
    expect(await office.seen()).toEqual(six('Head office'))
    expect((await api.call('GET', '/schedules?filter=site__eq:head')).json.count).toBe(1)
  })

  it('is one write and its event, however many copies there are', async () => {
    const api = testApi()
    const office = await place(api)
    await office.rename('Head office')
    expect(await office.seen()).toEqual(six('Office'))
  })

  it('leaves the sites of others alone', async () => {
    const api = testApi()
    const [office, mill] = [await place(api), await place(api, {}, 'SP-2')]
    const theirs = await place(api, { as: stranger() }, 'SP-3')
    const copier = nameCopier(api.table)
    await office.rename('Head office')
    await copier.workOff()
    // A message that names an account and somebody else's site finds nothing.
    expect(await copier.copy([{ accountId: 1, kind: 'site', id: theirs.siteId }])).toEqual([])
    expect(await theirs.seen()).toEqual(six('Office'))
    expect((await api.call('GET', `/control-panels/${mill.panelId}`)).json.siteName).toBe('Office')
  })

  it('keeps its newest name when an older message is worked on late, and the copies are not written again', async () => {
    const api = testApi()
    const office = await place(api)
    const copier = nameCopier(api.table)
    await office.rename('Head office')
    const older = await copier.route()
    await office.rename('Headquarters')
    await copier.workOff()
    const before = api.table.items()
    expect(await copier.copy([...older, ...older])).toEqual([])
    expect(api.table.items()).toEqual(before)
    expect(await office.seen()).toEqual(six('Headquarters'))
  })

  it('is copied to no one when another property of it changes', async () => {
    const api = testApi()
    const office = await place(api)
    const copier = nameCopier(api.table)
    await api.call('PUT', `/sites/${office.siteId}`, { body: { timeZone: 'US/Eastern' } })
    expect(await copier.route()).toEqual([])
  })

  it('makes one message, however often it is renamed in a batch', async () => {
    const api = testApi()
    const office = await place(api)
    const copier = nameCopier(api.table)
    await office.rename('Head office')
    expect(await copier.route()).toEqual([{ accountId: 1, kind: 'site', id: office.siteId }])
  })

  it('reaches copies on every page', async () => {
    const api = testApi()
    const office = await place(api)
    for (let index = 0; index < 501; index += 1) {
      await api.call('POST', '/holidays', { body: { name: `H${index}`, siteId: office.siteId, ...dates } })
    }
    const copier = nameCopier(api.table)
    await office.rename('Head office')
    await copier.workOff()
    const holidays = api.table.items().filter(({ entity }) => entity === 'holiday')
    expect(holidays).toHaveLength(502)
    expect(new Set(holidays.map(({ siteName }) => siteName))).toEqual(new Set(['Head office']))
  })
})

describe('a group that is renamed', () => {
  it('is seen by its new name with the schedules that it enables, when the stream has been worked off', async () => {
    const api = testApi()
    const office = await place(api)
    const copier = nameCopier(api.table)
    await api.call('PUT', `/groups/${office.groupId}`, { body: { name: 'People' } })
    expect(await copier.workOff()).toEqual([])
    expect(await office.enabledBy()).toBe('People')
    expect(await office.seen()).toEqual(six('Office'))
  })
})

/** The table, with something that happens before a write of an item of this entity. */
const interrupted = (table: Table, entity: string, happen: (pk: string) => Promise<void>): Table => ({
  ...table,
  write: async (writes: Write[]) => {
    const put = writes.find((write) => 'put' in write && write.put.entity === entity)
    if (put && 'put' in put) await happen(put.put.pk)
    return table.write(writes)
  },
})

describe('while copies are written', () => {
  it.each(['panel', 'access-point', 'schedule', 'holiday'])(
    'a newer name that is copied just before the write of a %s stays',
    async (entity) => {
      const api = testApi()
      const office = await place(api)
      let first = true
      const late = nameCopier(
        api.table,
        interrupted(api.table, entity, async () => {
          if (!first) return
          first = false
          await office.rename('Headquarters')
          await nameCopier(api.table).copy([{ accountId: 1, kind: 'site', id: office.siteId }])
        }),
      )
      await office.rename('Head office')
      expect(await late.workOff()).toEqual([])
      expect(await office.seen()).toEqual(six('Headquarters'))
    },
  )

  it('a change by somebody else is kept', async () => {
    const api = testApi()
    const office = await place(api)
    let first = true
    const copier = nameCopier(
      api.table,
      interrupted(api.table, 'access-point', async () => {
        if (first) await api.call('PUT', `/access-points/${office.doorId}`, { body: { name: 'Gate' } })
        first = false
      }),
    )
    await office.rename('Head office')
    await copier.workOff()
    const door = await api.call('GET', `/access-points/${office.doorId}`)
    expect(door.json).toMatchObject({ name: 'Gate', siteName: 'Head office' })
  })

  it('a copy that fails brings only its own message again, and holds up no other copy', async () => {
    const api = testApi()
    const office = await place(api)
    const theirs = await place(api, { as: stranger() }, 'SP-2')
    let broken = true
    const copier = nameCopier(
      api.table,
      interrupted(api.table, 'schedule', async (pk) => {
        if (broken && pk.startsWith('A#1#')) throw new Error('the table is out of order')
      }),
    )
    await office.rename('Head office')
    await theirs.rename('Their office')
    const messages = await copier.route()
    expect(messages).toMatchObject([{ accountId: 1 }, { accountId: 2 }])
    expect(await copier.copy(messages)).toEqual([0])
    expect(await theirs.seen()).toEqual(six('Their office'))
    expect(await office.seen()).toEqual([...Array(3).fill('Head office'), 'Office', 'Office', 'Head office'])
    broken = false
    expect(await copier.copy(messages)).toEqual([])
    expect(await office.seen()).toEqual(six('Head office'))
  })

  it('a message that cannot be read comes again alone', async () => {
    const api = testApi()
    const office = await place(api)
    await office.rename('Head office')
    const copier = nameCopier(api.table)
    expect(await copier.copy(['{"kind":"lift"}', { accountId: 1, kind: 'site', id: office.siteId }])).toEqual([0])
    expect(await office.seen()).toEqual(six('Head office'))
  })
})
