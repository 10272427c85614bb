import { credentialProblem } from '../../../shared/dialects/brivo/credentials/problems.ts'
import type { CredentialError } from '../../../shared/domain/people/credentials/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

export const credentialAnswers = {
  credential_unassigned: { status: 404, message: () => 'User not found' },
  credential_not_valid: { status: 400, message: () => 'Credential not valid' },
  credential_of_another: { status: 400, message: () => 'Invalid criteria provided' },
  duplicate_credential: { status: 400, message: () => 'Duplicate Credential Found' },
  not_a_plate: { status: 400, message: () => "Invalid value for 'referenceId': it is no license plate" },
  duplicate_plate: { status: 400, message: () => 'Duplicate Credential found' },
  invalid_credential: {
    status: 400,
    message: ({ problem }) => {
      const { field, message } = credentialProblem(problem)
      return `Invalid value for '${field}': ${message}`
    },
  },
} as const satisfies Answers<CredentialError>
