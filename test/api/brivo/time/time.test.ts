import { describe, expect, it } from 'vitest'
import { testApi } from '../../../support/api.ts'

describe('the time of the server', () => {
  it('is answered to the millisecond to a caller that sends its own time', async () => {
    const answer = await testApi().call('GET', '/time', { headers: { 'current-date': '2018-01-19T19:53:30.732Z' } })
    expect([answer.status, answer.json]).toEqual([200, { time: '2026-03-02T12:00:00.000Z' }])
  })

  it.each([
    [{}, "Missing request header 'current-date' for method parameter of type Date"],
    [{ 'current-date': '' }, "Missing request header 'current-date' for method parameter of type Date"],
    [
      { 'current-date': 'noon' },
      'Invalid current-date header value. Please provide a valid ISO 8601 date for the current-date header',
    ],
  ])('with %j is refused in the words of the API document', async (headers, message) => {
    const answer = await testApi().call('GET', '/time', { headers })
    expect([answer.status, answer.json]).toEqual([400, { code: 400, message }])
  })
})
