import type { FaceError } from '../../../shared/domain/people/faceprints/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

/** The document has one sentence for all of them; what exactly is wrong follows it. */
export const faceAnswers = {
  no_photo: { status: 400, message: () => 'Invalid criteria provided: the user has no photo' },
  has_face: { status: 400, message: () => 'Invalid criteria provided: the user has a faceprint credential' },
  no_face: { status: 400, message: () => 'Invalid criteria provided: the user has no faceprint credential' },
} as const satisfies Answers<FaceError>
