import { z } from 'zod'
import { maxPhotoBytes } from '../../../../shared/domain/people/photos/entity.ts'
import { removePhoto } from '../../../../shared/domain/people/photos/remove.ts'
import { retrievePhoto } from '../../../../shared/domain/people/photos/retrieve.ts'
import { uploadPhoto } from '../../../../shared/domain/people/photos/upload.ts'
import { route } from '../../../../shared/http/route.ts'
import { uploadedFile } from '../../../../shared/http/uploaded-file.ts'
import { UserId } from '../../../../shared/lib/ids.ts'
import { imageTypes } from '../../../../shared/lib/images/image.ts'
import { apiError } from '../../api-error.ts'
import type { ApiDeps } from '../../env.ts'
import { replyEmpty, replyImage } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors } from '../../wire.ts'

const Params = z.object({ userId: UserId })
const Binary = z.any().meta({ type: 'string', format: 'binary' })
const PhotoForm = z
  .object({ file: Binary.meta({ description: `A png, jpg, jpeg or gif of at most ${maxPhotoBytes} bytes` }) })
  .meta({ id: 'UserPhotoForm', required: ['file'] })

const retrieve = route('get', '/{userId}/photo', {
  operationId: 'getUserPhoto',
  permission: 'users:view',
  request: { params: Params },
  responses: {
    200: {
      description: 'The image, without its metadata',
      content: Object.fromEntries(imageTypes.map((type) => [type, { schema: Binary }])),
    },
    ...errors(400, 403, 404),
  },
})
const upload = route('post', '/{userId}/photo', {
  operationId: 'uploadUserPhoto',
  permission: 'users:edit',
  alsoBy: ['put'],
  request: { params: Params, body: { required: true, content: { 'multipart/form-data': { schema: PhotoForm } } } },
  responses: { 204: empty('The user has the photo'), ...errors(400, 403, 404, 409, 413) },
})
const remove = route('delete', '/{userId}/photo', {
  operationId: 'deleteUserPhoto',
  permission: 'users:edit',
  request: { params: Params },
  responses: { 204: empty('The user has no photo'), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/users/{userId}/photo` */
export const userPhotoRoutes = (deps: ApiDeps<'photoSweeps' | 'users'>) => [
  on(retrieve, async (c) => replyImage(c, await retrievePhoto(deps, c.var.principal, c.req.valid('param').userId))),
  on(upload, async (c) => {
    const file = await uploadedFile(c.req.raw, 'file')
    if (!file) return apiError(c, { kind: 'no_file' })
    return replyEmpty(c, await uploadPhoto(deps, c.var.principal, c.req.valid('param').userId, file))
  }),
  on(remove, async (c) => replyEmpty(c, await removePhoto(deps, c.var.principal, c.req.valid('param').userId))),
]
