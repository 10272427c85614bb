import { Validations } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'

/**
 * Accepts one finding of cdk-nag on one construct, with the reason why it stands. An id names a single finding
 * (`AwsSolutions-IAM5[Action::...]`), so a second one on the same construct still fails.
 */
export const acknowledge = (construct: IConstruct, id: string, reason: string): void => {
  Validations.of(construct).acknowledge({ id, reason })
}
