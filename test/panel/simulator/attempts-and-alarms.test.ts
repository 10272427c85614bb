import { expect, it } from 'vitest'
import { frontDoor, rulesOf } from '../rules.ts'
import { usePanel } from './stage.ts'

const { cloud, applied, ready, present, powerOff, powerOn, connected, storedEvents, acked } = usePanel()

it('a panel blocks a reader after failed attempts, says so, and still does after it lost its power', async () => {
  await ready()
  const [front, back] = rulesOf(2).accessPoints
  const blocking = { ...front, failedAttempts: { limit: 2, blockSeconds: 3_000 } }
  await cloud().announce(rulesOf(2, { accessPoints: [blocking, back] }))
  await applied(2)
  expect(await present({ encodedCredential: 'fff' })).toMatchObject({ reason: 'unknown_credential' })
  await powerOff()
  await powerOn()
  await connected()
  expect(await present({ encodedCredential: 'fff' })).toMatchObject({ reason: 'unknown_credential' })
  expect(await present()).toMatchObject({ decision: 'denied', reason: 'blocked_after_failures' })
  await powerOff()
  await powerOn()
  await connected()
  expect(await present()).toMatchObject({ reason: 'blocked_after_failures' })
  await acked()
  const events = storedEvents().map(({ kind, reason }) => `${kind} ${reason}`)
  const blocked = 'access blocked_after_failures'
  expect(events).toEqual(['access unknown_credential', 'access unknown_credential', 'door attempts_exceeded', blocked, blocked])
  expect(storedEvents()[2]).toMatchObject({ accessPointId: frontDoor })
})

it('a panel opens as usual to what raises a silent alarm, and reports the alarm with the person', async () => {
  await ready()
  const [credential] = rulesOf(2).credentials
  await cloud().announce(rulesOf(2, { credentials: [{ ...credential, alarm: true }] }))
  await applied(2)
  expect(await present()).toMatchObject({ decision: 'granted' })
  await acked()
  const [granted, alarm] = storedEvents()
  expect(granted).toMatchObject({ kind: 'access', decision: 'granted' })
  expect(alarm).toMatchObject({
    kind: 'door',
    reason: 'silent_alarm',
    accessPointId: frontDoor,
    userId: credential?.userId,
    credentialId: credential?.id,
  })
})
