const boundary = 'a-boundary-of-this-form'

/** What `call` takes to send a file in a multipart form; `type` is what the sender says that it is. */
export const fileForm = (bytes: Uint8Array, { field = 'file', name = 'photo.jpg', type = 'image/jpeg' } = {}) => ({
  body: Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`,
    ),
    bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]),
  headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
})
