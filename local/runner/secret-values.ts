import { randomBytes } from 'node:crypto'
import { firstValue, secretNames } from '../../infra/secret-values.ts'

/**
 * What a secret that the template declares without a value holds at first: in AWS an operator fills it (docs/operations.md), and
 * here there is no operator. A secret of another kind gets a random password, as CloudFormation would give it.
 */
export const localValue = (name: string): string => {
  const known = secretNames.find((ending) => name.endsWith(ending))
  return known ? JSON.stringify(firstValue(known)) : randomBytes(24).toString('base64url')
}
