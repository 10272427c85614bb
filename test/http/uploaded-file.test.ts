import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { uploadedFile } from '../../shared/http/uploaded-file.ts'
import { fileForm } from '../support/photos.ts'

const requestWith = (body: Uint8Array, contentType: string) =>
  new Request('https://cloud.example/', { method: 'POST', body: new Uint8Array(body), headers: { 'content-type': contentType } })

describe('the file of a form', () => {
  const { body, headers } = fileForm(new Uint8Array([1, 2, 3]))
  const type = headers['Content-Type']

  it('is read as it was sent, whatever its name and type', async () => {
    expect(await uploadedFile(requestWith(body, type), 'file')).toEqual(new Uint8Array([1, 2, 3]))
    expect(await uploadedFile(requestWith(body, type), 'photo')).toBeUndefined()
    expect(await uploadedFile(requestWith(body, 'text/plain'), 'file')).toBeUndefined()
  })

  it('is bytes or nothing, and never a fault, however the form is broken', async () => {
    const cut = fc.tuple(fc.nat(body.length), fc.uint8Array({ maxLength: 40 }), fc.nat(body.length))
    await fc.assert(
      fc.asyncProperty(cut, async ([from, inserted, to]) => {
        const broken = Buffer.concat([body.subarray(0, from), inserted, body.subarray(to)])
        const file = await uploadedFile(requestWith(broken, type), 'file')
        expect(file === undefined || file instanceof Uint8Array).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
