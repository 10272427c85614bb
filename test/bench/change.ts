import { addCardHolder, openGroup, suspend, untilDecides } from './card-holder.ts'
import { type Fleet, withFleet } from './fleet.ts'
import { quantileRows, type Row, wait } from './row.ts'

const size = 100
/** Of these many panels one person each is changed, who may pass nowhere else. */
const single = 20
const rounds = 20
const singleChanges = 100
const singleEveryMs = 250
const startMs = 5 * 60_000
/** Of many panels each is asked so often what it would decide: the questions must not take what the answers need. */
const lookEveryMs = 50
const maxP99Ms = 2_000

/**
 * On a local cloud of its own with 100 panels in this process: from the request that suspends or restores a person until a panel decides
 * so. Of a person who may pass the door of every panel, changed when all panels are done with the change before; and of people who may pass
 * one door each, a change every 250 ms whatever the panels have done.
 */
export const benchChange = (): Promise<Row[]> =>
  withFleet(size, async (fleet) => [
    ...quantileRows(`change at ${size} panels at once, each panel`, await changesOfAll(fleet), maxP99Ms),
    ...quantileRows('changes at one panel each, 4 a second', await changesOfOne(fleet), maxP99Ms),
  ])

const changesOfAll = async ({ api, panels, hostOf }: Fleet): Promise<number[]> => {
  const groupId = await openGroup(
    api,
    'Everywhere',
    panels.map(({ accessPointId }) => accessPointId),
  )
  const holder = await addCardHolder(api, groupId, 2_001)
  const untilAll = (decision: 'granted' | 'denied', startedAt: number, longestMs?: number) =>
    Promise.all(
      panels.map((panel) =>
        untilDecides(hostOf(panel), holder.at(panel.accessPointId), decision, startedAt, {
          everyMs: lookEveryMs,
          ...(longestMs && { longestMs }),
        }),
      ),
    )
  await untilAll('granted', performance.now(), startMs)
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const isSuspended = round % 2 === 0
    const startedAt = performance.now()
    await suspend(api, holder, isSuspended)
    times.push(...(await untilAll(isSuspended ? 'denied' : 'granted', startedAt)))
  }
  return times
}

const changesOfOne = async ({ api, panels, hostOf }: Fleet): Promise<number[]> => {
  const places = []
  for (const [index, panel] of panels.slice(0, single).entries()) {
    const groupId = await openGroup(api, `Door ${index}`, [panel.accessPointId])
    const holder = await addCardHolder(api, groupId, 3_001 + index)
    places.push({ holder, host: hostOf(panel), card: holder.at(panel.accessPointId) })
  }
  await Promise.all(
    places.map(({ host, card }) => untilDecides(host, card, 'granted', performance.now(), { longestMs: startMs })),
  )
  const changes: Promise<number>[] = []
  for (let change = 0; change < singleChanges; change += 1) {
    const place = places[change % single]
    if (!place) throw new Error('There is a place for each change')
    const isSuspended = Math.floor(change / single) % 2 === 0
    const startedAt = performance.now()
    const applied = suspend(api, place.holder, isSuspended).then(() =>
      untilDecides(place.host, place.card, isSuspended ? 'denied' : 'granted', startedAt),
    )
    // it is waited for below
    applied.catch(() => undefined)
    changes.push(applied)
    await wait(singleEveryMs)
  }
  return Promise.all(changes)
}
