import { describe, expect, it } from 'vitest'
import { sweepPhotos } from '../../../../shared/domain/people/photos/sweep.ts'
import { assistant, stranger, testApi } from '../../../support/api.ts'
import { exif, gif, gifRepeats, jfif, jpeg, jpegSegment, png, pngChunk } from '../../../support/images.ts'
import { fileForm } from '../../../support/photos.ts'
import { peter, plain } from '../../../support/user-bodies.ts'

const minute = 60_000
const comment = jpegSegment(0xfe, Buffer.from('Secret Camera'))

const personWithout = async () => {
  const api = testApi()
  const userId: number = (await api.call('POST', '/users', { body: plain })).json.id
  const path = `/users/${userId}/photo`
  const upload = (bytes: Uint8Array, said = {}, method = 'POST') => api.call(method, path, fileForm(bytes, said))
  const image = async () => {
    const answer = await api.app.request(`/v1/api${path}`, {
      headers: { 'api-key': 'test-key', Authorization: `Bearer ${tokenOf(assistant())}` },
    })
    return {
      status: answer.status,
      type: answer.headers.get('content-type'),
      bytes: Buffer.from(await answer.arrayBuffer()),
      headers: answer.headers,
    }
  }
  /** What the minute tick does, `after` so long. */
  const tick = async (after = minute) => {
    api.clock.now += after
    await sweepPhotos({ ...api.deps, photoBucket: api.photos.bucket }, api.clock.now + minute)
  }
  const events = () =>
    api.table
      .items()
      .filter(({ entity }) => entity === 'event')
      .sort((one, other) => String(one.uuid).localeCompare(String(other.uuid)))
  return { ...api, userId, path, upload, image, tick, events }
}
const tokenOf = (principal: unknown) => Buffer.from(JSON.stringify(principal)).toString('base64url')

describe('a photo', () => {
  it.each([
    ['image/jpeg', jpeg(jfif, comment), jpeg(jfif)],
    ['image/png', png(pngChunk('tEXt', Buffer.from('Author\0Secret'))), png()],
    ['image/gif', gif(gifRepeats), gif(gifRepeats)],
  ])('of type %s is answered as it was sent, without its metadata', async (type, sent, kept) => {
    const { upload, image } = await personWithout()
    expect(await upload(sent)).toMatchObject({ status: 204, text: '' })
    expect(await image()).toMatchObject({ status: 200, type, bytes: kept })
  })

  it('is sent by PUT too, with whatever type and name, and is not kept by who asks for it', async () => {
    const { upload, image } = await personWithout()
    for (const said of [
      { type: 'text/html', name: 'a.html' },
      { type: '', name: '🙂' },
    ])
      expect((await upload(png(), said, 'PUT')).status).toBe(204)
    const { type, headers } = await image()
    expect(type).toBe('image/png')
    expect(headers.get('cache-control')).toBe('private, no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('keeps its orientation', async () => {
    const { upload, image } = await personWithout()
    await upload(jpeg(exif(6)))
    expect((await image()).bytes.includes('Exif')).toBe(true)
    expect((await image()).bytes.includes('Secret')).toBe(false)
  })

  it('is shown with its user by a link, and in no listing', async () => {
    const { call, upload, userId } = await personWithout()
    await upload(png())
    const [image] = (await call('GET', `/users/${userId}`)).json.userImage
    expect(image).toEqual({ id: expect.any(Number), uri: expect.stringMatching(/^https:\/\/media\.example\/1\/.*expires=1800$/) })
    const updated = await call('PUT', `/users/${userId}`, { body: { ...peter, pin: '8642' } })
    expect(updated.json.userImage).toEqual([image])
    expect((await call('GET', '/users/Star Lord/external')).json.userImage).toEqual([image])
    expect((await call('GET', '/users')).json.data[0]).not.toHaveProperty('userImage')
  })

  it('is changed and deleted with an audit event each', async () => {
    const { call, upload, path, events } = await personWithout()
    await upload(png())
    await upload(gif())
    await call('DELETE', path)
    const changes = events().filter(({ type }) => type === 'user.updated')
    expect(changes.map(({ actor, facts }) => [(actor as { name: string }).name, facts])).toEqual([
      ['Mary Master', { changes: [{ property: 'photo', currentValue: expect.any(String) }] }],
      ['Mary Master', { changes: [{ property: 'photo', previousValue: expect.any(String), currentValue: expect.any(String) }] }],
      ['Mary Master', { changes: [{ property: 'photo', previousValue: expect.any(String) }] }],
    ])
  })

  it('belongs to visitors too', async () => {
    const { call } = await personWithout()
    const user = {
      firstName: 'Guy',
      effectiveFrom: '2026-03-01',
      effectiveTo: '2026-04-01',
      emails: [{ address: 'g@example.com' }],
    }
    const groupIds = [(await call('POST', '/groups', { body: { name: 'Staff' } })).json.id]
    const { id } = (await call('POST', '/brivo-visitor/create-and-assign-visitor-user', { body: { user, groupIds } })).json
    expect((await call('POST', `/users/${id}/photo`, fileForm(png()))).status).toBe(204)
    expect((await call('GET', `/users/${id}/photo`)).status).toBe(200)
  })
})

describe('an upload is refused', () => {
  const sentence = 'Content-type header of multipart/form-data must be set and uploaded file is added'

  it('when it is no form with a file', async () => {
    const { call, path } = await personWithout()
    const form = fileForm(png())
    const bare = { ...form, headers: { 'Content-Type': 'image/png' } }
    const text = Buffer.from(form.body.toString('latin1').replace('; filename="photo.jpg"', ''), 'latin1')
    const attempts = [
      {},
      { body: {} },
      bare,
      fileForm(png(), { field: 'image' }),
      { ...form, body: text },
      { ...form, body: form.body.subarray(0, 60) },
      { ...form, body: new Uint8Array() },
      { ...form, headers: { 'Content-Type': 'multipart/form-data' } },
    ]
    for (const attempt of attempts)
      expect(await call('POST', path, attempt)).toMatchObject({ status: 400, json: { code: 400, message: sentence } })
  })

  it('when the file is no image that can be shown', async () => {
    const { upload, photos } = await personWithout()
    const messages = []
    for (const file of [Buffer.from('<svg/>'), new Uint8Array(), jpeg().subarray(0, 50), Buffer.from([0, 0, 0])])
      messages.push(await upload(file))
    expect(messages.map(({ status, json }) => [status, json.message])).toEqual([
      [400, "Invalid value for 'file': it is no png, jpg, jpeg or gif"],
      [400, "Invalid value for 'file': it is no png, jpg, jpeg or gif"],
      [400, "Invalid value for 'file': it is a jpg that is damaged or cut short"],
      [400, "Invalid value for 'file': it is no png, jpg, jpeg or gif"],
    ])
    expect(photos.objects.size).toBe(0)
  })

  it('when the file is larger than 4 MB, and not when it is as large', async () => {
    const { upload } = await personWithout()
    const large = (size: number) => Buffer.concat([jpeg(), Buffer.alloc(size - jpeg().length)])
    expect((await upload(large(4_000_000))).status).toBe(204)
    expect(await upload(large(4_000_001))).toMatchObject({
      status: 413,
      json: { code: 413, message: 'The file is larger than 4000000 bytes' },
    })
  })

  it('by who may not', async () => {
    const { call, path } = await personWithout()
    const as = { kind: 'cardHolder', accountId: 1, userId: 5, name: 'Carla', grants: [] }
    for (const method of ['POST', 'GET', 'DELETE'])
      expect(await call(method, path, { ...(method === 'POST' ? fileForm(png()) : {}), as: as as never })).toMatchObject({
        status: 403,
        json: { message: 'You are not allowed to perform that action' },
      })
  })
})

describe('a photo that is not there', () => {
  it('is said to be missing, of a user who is there and of one who is not', async () => {
    const { call, path } = await personWithout()
    const answers = async (of: string, as = assistant()) =>
      Promise.all([
        call('GET', of, { as }),
        call('DELETE', of, { as, body: {} }),
        call('POST', of, { as, ...fileForm(png()) }),
      ]).then((all) => all.map(({ status, json }) => [status, json?.message]))
    const unknown = [
      [404, 'User not found'],
      [404, 'Attempting to remove user photo from unknown user'],
      [404, 'Requested user not found'],
    ]
    expect(await answers('/users/123456789/photo')).toEqual(unknown)
    expect(await answers(path, stranger())).toEqual(unknown)
    expect(await call('GET', path)).toMatchObject({ status: 404, json: { message: 'User photo not found' } })
    expect(await call('DELETE', path)).toMatchObject({ status: 404, json: { message: 'User photo not found' } })
    expect((await call('GET', '/users/x/photo')).status).toBe(400)
  })
})

describe('the image of a photo', () => {
  it('is deleted within a tick once the photo is replaced, deleted, or its user is', async () => {
    const { call, upload, path, photos, tick, userId } = await personWithout()
    await upload(png())
    await upload(gif())
    await tick()
    expect([...photos.objects.values()].map(({ type }) => type)).toEqual(['image/gif'])
    await call('DELETE', path)
    await tick()
    expect(photos.objects.size).toBe(0)
    await upload(jpeg())
    await call('DELETE', `/users/${userId}`)
    await tick()
    expect(photos.objects.size).toBe(0)
  })

  it('stays as long as the user has the photo', async () => {
    const { upload, image, tick } = await personWithout()
    await upload(png())
    await tick(365 * 24 * 60 * minute)
    expect((await image()).status).toBe(200)
  })

  it('stays the former one when the bucket does not take another, and nothing is left behind', async () => {
    const { upload, image, photos, tick } = await personWithout()
    await upload(png())
    photos.fault.of = 'put'
    expect((await upload(gif())).status).toBe(503)
    photos.fault.of = undefined
    await tick(61 * minute)
    expect(await image()).toMatchObject({ status: 200, bytes: png() })
    expect(photos.objects.size).toBe(1)
  })

  it('stays the former one when the table fails after the bucket has another, which is deleted', async () => {
    const { upload, image, photos, tick, deps } = await personWithout()
    await upload(png())
    const { replace } = deps.users
    deps.users.replace = async () => Promise.reject(new Error('The table does not answer'))
    expect((await upload(gif())).status).toBe(503)
    deps.users.replace = replace
    expect(photos.objects.size).toBe(2)
    await tick(61 * minute)
    expect(await image()).toMatchObject({ status: 200, bytes: png() })
    expect(photos.objects.size).toBe(1)
  })

  it('is deleted later when the bucket does not answer the tick', async () => {
    const { call, upload, path, photos, tick } = await personWithout()
    await upload(png())
    await call('DELETE', path)
    photos.fault.of = 'remove'
    await expect(tick()).rejects.toThrow()
    expect((await call('GET', path)).status).toBe(404)
    photos.fault.of = undefined
    await tick()
    expect(photos.objects.size).toBe(0)
  })

  it('is not given to a user who was deleted while it was uploaded', async () => {
    const { call, upload, photos, tick, userId } = await personWithout()
    const { put } = photos.bucket
    photos.bucket.put = async (of, image) => {
      await put(of, image)
      await call('DELETE', `/users/${userId}`)
    }
    expect(await upload(png())).toMatchObject({ status: 404 })
    await tick(61 * minute)
    expect(photos.objects.size).toBe(0)
  })

  it('is one when two are uploaded at once', async () => {
    const { upload, image, photos, tick } = await personWithout()
    const answers = await Promise.all([upload(png()), upload(gif())])
    expect(answers.map(({ status }) => status)).toEqual([204, 204])
    await tick(61 * minute)
    expect(photos.objects.size).toBe(1)
    expect((await image()).bytes).toEqual(Buffer.from([...photos.objects.values()][0]?.bytes ?? []))
  })
})
