import { describe, expect, it } from 'vitest'
import { compileFrame } from '../../../../shared/domain/devices/panels/compile-config.ts'
import { someArea, someSources } from './some-sources.ts'

const entry = { accessPointId: 101, side: 1, direction: 'in' }
const exit = { accessPointId: 102, side: 1, direction: 'out' }
const antiPassback = { enforcement: 'deny' }
const areasOf = (...areas: ReturnType<typeof someArea>[]) => compileFrame({ ...someSources(), areas }).frame.areas

describe('the areas in the rules of a panel', () => {
  it('are those of the panel in order of their ids, on the wall clock of their first door', () => {
    const occupancy = { enforcement: 'log', limit: 3 }
    const first = someArea(61, { borders: [entry, exit], antiPassback, occupancy, exceptUserIds: [21] })
    expect(areasOf(someArea(62, { borders: [entry] }), first)).toEqual([
      { id: 61, borders: [entry, exit], antiPassback, occupancy, exceptUserIds: [21], resets: [], timeZone: 'US/Eastern' },
      { id: 62, borders: [entry], exceptUserIds: [], resets: [], timeZone: 'US/Eastern' },
    ])
  })

  it('have the borders whose doors are there', () => {
    const gone = { ...entry, accessPointId: 199 }
    expect(areasOf(someArea(61, { borders: [gone, exit, entry] }))).toMatchObject([{ id: 61, borders: [exit, entry] }])
  })

  it('are left out without an entry, and with anti-passback without an exit', () => {
    expect(areasOf(someArea(61, { borders: [exit] }), someArea(62, { borders: [entry], antiPassback }))).toEqual([])
    const gone = { ...exit, accessPointId: 199 }
    expect(areasOf(someArea(61, { borders: [entry, gone], antiPassback }))).toEqual([])
  })
})
