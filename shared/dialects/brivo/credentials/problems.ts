import { maxBits } from '../../../domain/people/credentials/encode.ts'
import type { CredentialProblem } from '../../../domain/people/credentials/errors.ts'
import { fieldName, formatName } from './formats.ts'

/** Which field of Create New Credential is wrong, and why, in the words of this API. */
export const credentialProblem = (problem: CredentialProblem): { field: string; message: string } => {
  const format = (id: number) => `credential format ${id} (${formatName(id, 'Standard 26 Bit')})`
  const fieldValues = (id: number, message: string) => ({
    field: 'fieldValues',
    message: `field ${id} (${fieldName(id)}) ${message}`,
  })
  switch (problem.what) {
    case 'unknown_format':
      return { field: 'credentialFormat', message: `there is no credential format ${problem.formatId}` }
    case 'no_layout':
      return {
        field: 'fieldValues',
        message: `${format(problem.formatId)} cannot be made from field values: give encodedCredential and size`,
      }
    case 'stray_field':
      return { field: 'fieldValues', message: `${format(problem.formatId)} has no field ${problem.fieldId}` }
    case 'missing_field':
      return fieldValues(problem.fieldId, 'is missing')
    case 'repeated_field':
      return fieldValues(problem.fieldId, 'is given more than once')
    case 'field_value':
      return fieldValues(problem.fieldId, `is '${problem.value}', not a whole number from 0 to ${problem.maximum}`)
    default:
      return bitsProblem(problem)
  }
}

type BitsProblem = Extract<CredentialProblem, { encoded: string } | { bits: number }>

const bitsProblem = (problem: BitsProblem): { field: string; message: string } => {
  switch (problem.what) {
    case 'not_hexadecimal':
      return {
        field: 'encodedCredential',
        message: `'${problem.encoded}' is not a hexadecimal number of 1 to ${maxBits / 4} digits`,
      }
    case 'bits_out_of_range':
      return { field: 'size', message: `size ${problem.bits} is not a whole number of bits from 1 to ${maxBits}` }
    case 'bits_of_another_format':
      return {
        field: 'size',
        message: `size ${problem.bits} is not the ${problem.formatBits} bits of credential format ${problem.formatId}`,
      }
    case 'too_long':
      return {
        field: 'encodedCredential',
        message: `'${problem.encoded}' takes ${problem.length} bits, more than ${problem.bits}`,
      }
    case 'parity':
      return { field: 'encodedCredential', message: `'${problem.encoded}' has a wrong parity bit at position ${problem.at}` }
  }
}
