import type { PhotoError } from '../../../shared/domain/people/photos/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

const names = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/gif': 'gif' } as const

export const photoAnswers = {
  no_file: {
    status: 400,
    message: () => 'Content-type header of multipart/form-data must be set and uploaded file is added',
  },
  photo_too_large: { status: 413, message: ({ maxBytes }) => `The file is larger than ${maxBytes} bytes` },
  photo_of_unknown_type: { status: 400, message: () => "Invalid value for 'file': it is no png, jpg, jpeg or gif" },
  photo_damaged: {
    status: 400,
    message: ({ type }) => `Invalid value for 'file': it is a ${names[type]} that is damaged or cut short`,
  },
} as const satisfies Answers<PhotoError>
