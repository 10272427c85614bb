import { describe, expect, it } from 'vitest'
import { somebody, testApi } from '../../../support/api.ts'

const person = { firstName: 'Ann', lastName: 'Other' }
const card = {
  credentialFormat: { id: 100 },
  fieldValues: [
    { id: 1, value: 1 },
    { id: 2, value: 2 },
  ],
}

describe('what is wrong with a request is said by field and value', () => {
  it.each(['abc', '-1', '0', '1.5', '1e3', '0x10', '%2B5', '5%20', '9007199254740993', '__proto__', '%00'])(
    'an id in a path is its digits, and %s is none',
    async (id) => {
      const { call } = testApi()
      for (const path of ['users', 'groups', 'credentials', 'sites']) {
        const answer = await call('GET', `/${path}/${id}`)
        expect(answer.status).toBe(400)
        expect(answer.json.message).toContain(`Invalid value '${decodeURIComponent(id)}' for '`)
      }
    },
  )

  it.each([[true], [[5]], [[]], [''], ['1e3'], [{}]])('an id in a body is a number or its digits, and %j is none', async (id) => {
    const { call } = testApi()
    const panel = await call('POST', '/control-panels', { body: { serialNumber: 'S-1', name: 'P', siteId: id } })
    expect(panel.status).toBe(400)
    expect(panel.json.message).toMatch(/for 'siteId': expected a whole number above 0$/)
    const credential = await call('POST', '/credentials', { body: { ...card, credentialFormat: { id } } })
    expect(credential.status).toBe(400)
    expect(credential.json.message).toMatch(/for 'credentialFormat.id': expected a whole number$/)
  })

  it.each([
    ['POST', '/sites', { siteName: 'A', timeZone: 'Mars/Base' }, "for 'timeZone': 'Mars/Base' is not a known time zone"],
    [
      'POST',
      '/holidays',
      { name: 'H', start: 'soon', end: '2027-01-01T00:00:00' },
      "for 'start': 'soon' is not a local date-time YYYY-MM-DDTHH:MM:SS",
    ],
    [
      'POST',
      '/users',
      { ...person, emails: [{ address: 'nobody' }] },
      "for 'emails.0.address': 'nobody' is not an e-mail address",
    ],
    ['POST', '/users', { ...person, suspended: 2 }, "Invalid value '2' for 'suspended': expected true or false"],
    ['POST', '/users', { ...person, externalId: {} }, "Invalid value for 'externalId': expected a text or a number"],
    [
      'POST',
      '/custom-fields',
      { fieldName: 'Since', fieldType: 'DATE', datePattern: 'yy' },
      "Invalid value 'yy' for 'datePattern': expected a month M",
    ],
    [
      'POST',
      '/schedules',
      { name: 'S', scheduleBlocks: { friday: Array.from({ length: 33 }, () => ({ start: '09:00', end: '10:00' })) } },
      "Invalid value for 'scheduleBlocks.friday': a day has at most 32 blocks",
    ],
    ['PUT', '/users/7/suspended', {}, "Invalid value for 'suspended': expected true or false"],
  ])('%s %s with %j: %s', async (method, path, body, message) => {
    const answer = await testApi().call(method, path, { body })
    expect(answer.status).toBe(400)
    expect(answer.json.message).toContain(message)
  })

  it.each([
    ['/users?offset=-1', "Invalid value '-1' for 'offset': expected a whole number from 0"],
    ['/users?pageSize=-5', "Invalid value '-5' for 'pageSize': expected a whole number from 1 to 100"],
    ['/users?pageSize=5&pageSize=6', "Invalid value for 'pageSize': it is given more than once"],
    ['/users?filter=id__eq:5&filter=id__eq:6', "Invalid value for 'filter': it is given more than once"],
    ['/cameras/5?showStatus=true&showStatus=true', "Invalid value for 'showStatus': it is given more than once"],
    ['/activities?offset=x', "Invalid value 'x' for 'offset': expected a whole number from 0 to "],
  ])('GET %s: %s', async (path, message) => {
    const answer = await testApi().call('GET', path)
    expect([answer.status, answer.json.message]).toEqual([400, expect.stringContaining(message)])
  })

  it('a number that JSON has rounded is nobody’s external id, nor what is on a card', async () => {
    const { call } = testApi()
    const user = await call('POST', '/users', { body: '{"firstName":"A","lastName":"B","externalId":9007199254740993}' })
    expect([user.status, user.json.message]).toEqual([
      400,
      "Invalid value '9007199254740992' for 'externalId': so large a number loses digits in JSON; send it as a text",
    ])
    const credential = await call('POST', '/credentials', { body: '{"credentialFormat":{"id":100},"referenceId":1e300}' })
    expect(credential.status).toBe(400)
    expect(credential.json.message).toContain("for 'referenceId'")
  })

  it.each([
    ['/sites', { siteName: 'A', timeZone: 'x'.repeat(500_000) }, 'timeZone'],
    ['/users', { ...person, effectiveFrom: 'x'.repeat(500_000) }, 'effectiveFrom'],
  ])('a value as long as a body is not sent back by POST %s, but its field is named', async (path, body, field) => {
    const answer = await testApi().call('POST', path, { body })
    expect(answer.status).toBe(400)
    expect(answer.json.message).toContain(`for '${field}': `)
    expect(answer.text.length).toBeLessThan(400)
  })

  it.each([
    ['/administrators', 'identityType', { identityType: { toString: 1 } }],
    ['/applications', 'grantTypes', { name: 'A', description: 'An app', grantTypes: [{ toString: 1 }] }],
  ])('an object that is no text by any means is refused by POST %s for %s', async (path, field, body) => {
    const names = { ...person, username: 'ann', email: 'ann@example.com', securityQuestion: 'Q', securityAnswer: 'A' }
    const answer = await testApi().call('POST', path, { body: { ...names, ...body }, as: somebody({ canCreateAdmins: true }) })
    expect([answer.status, answer.json.message]).toEqual([400, expect.stringContaining(`'${field}`)])
  })

  it('a value that is refused by what it would make is not sent back whole either', async () => {
    const body = { credentialFormat: { id: 100 }, encodedCredential: 'x'.repeat(100_000) }
    const answer = await testApi().call('POST', '/credentials', { body })
    expect(answer.status).toBe(400)
    expect(answer.json.message).toContain("for 'encodedCredential': ")
    expect(answer.text.length).toBeLessThan(400)
  })

  it('a PIN or a password is not sent back', async () => {
    for (const pin of ['73519x', 73519.5, ['73519'], { is: '73519' }]) {
      const answer = await testApi().call('POST', '/users', { body: { ...person, pin } })
      expect(answer.status).toBe(400)
      expect(answer.text).not.toContain('73519')
    }
  })

  it.each(['a\u2028b', 'a\nb', 'a/b'])('an external id in a path is any text: nobody has %j', async (externalId) => {
    const answer = await testApi().call('GET', `/users/${encodeURIComponent(externalId)}/external`)
    expect([answer.status, answer.json?.code]).toEqual([404, 404])
  })

  const jorg = Buffer.from('{"firstName":"J\xf6rg","lastName":"M"}', 'latin1')
  it('a body is read by the charset that it names', async () => {
    const { call } = testApi()
    const headers = { 'Content-Type': 'application/json; charset=ISO-8859-1' }
    const created = await call('POST', '/users', { body: jorg, headers })
    expect([created.status, created.json.firstName]).toEqual([200, 'Jörg'])
    expect((await call('GET', `/users/${created.json.id}`)).json.firstName).toBe('Jörg')
  })

  it.each([
    ['application/json', jorg, 400, 'The request has bytes that are not valid UTF-8'],
    ['application/json; charset=nonsense', jorg, 415, "The charset 'nonsense' is not supported: send UTF-8"],
    ['application/json', '{"firstName":"J\\ufffdrg","lastName":"M"}', 400, 'The request body is not formatted properly'],
  ])('a body of %s that cannot be read is refused, not stored with U+FFFD: %#', async (type, body, status, message) => {
    const { call } = testApi()
    const refused = await call('POST', '/users', { body, headers: { 'Content-Type': type } })
    expect([refused.status, refused.json.message]).toEqual([status, message])
    expect((await call('GET', '/users')).json.count).toBe(0)
  })

  it('a compressed body is refused and says why; identity is no compression', async () => {
    const { call } = testApi()
    const sent = (encoding: string) => call('POST', '/users', { body: person, headers: { 'Content-Encoding': encoding } })
    const refused = await sent('gzip')
    expect([refused.status, refused.json.message]).toEqual([
      415,
      "Content-Encoding 'gzip' is not supported: send the body as it is",
    ])
    expect((await sent('Identity')).status).toBe(200)
  })
})
