import { z } from 'zod'
import type { CreateFace } from '../../../domain/people/faceprints/create.ts'
import { plainText } from '../../../lib/text.ts'
import { LanguageInput } from '../digital-credentials/inputs.ts'

/** The longest address that mail can be sent to. */
const maxAddressLength = 254
const isAddress = (text: string) => /^[^\s@,;:<>()[\]\\"]+@[^\s@,;:<>()[\]\\"]+\.[^\s@,;:<>()[\]\\"]+$/.test(text)

/** Body of Create and Assign Faceprint Credential. */
export const FaceprintInput = z
  .object({
    email: plainText('email', maxAddressLength).refine(isAddress, {
      error: (issue) => `Invalid value '${String(issue.input)}' for 'email': not an e-mail address`,
    }),
    language: LanguageInput,
  })
  .meta({ id: 'FaceprintInput' })

/** What a body of Create and Assign Faceprint Credential asks for. */
export const createFaceOf = ({ email, language }: z.infer<typeof FaceprintInput>): CreateFace => ({ email, language })
