/** Content types of a form that can carry files. */
const isMultipart = /^multipart\/form-data\s*(;|$)/i

/**
 * The bytes of the file that a multipart form has under `field`, whatever type and name it is sent with. Undefined when the request is
 * no such form, is malformed, or has no file there.
 */
export const uploadedFile = async (request: Request, field: string): Promise<Uint8Array | undefined> => {
  if (!isMultipart.test(request.headers.get('content-type') ?? '')) return undefined
  const form = await formOf(request)
  const file = form?.get(field)
  return file instanceof File ? new Uint8Array(await file.arrayBuffer()) : undefined
}

const formOf = async (request: Request): Promise<FormData | undefined> => {
  const bytes = await request.arrayBuffer()
  try {
    return await new Response(bytes, { headers: { 'content-type': request.headers.get('content-type') ?? '' } }).formData()
  } catch {
    // The parser throws for what is no form, and for nothing else: the bytes are here.
    return undefined
  }
}
