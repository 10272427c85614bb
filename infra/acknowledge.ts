import { Stack, Validations } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'

/**
 * Accepts one finding of cdk-nag on one construct, with the reason why it stands. An id names a single finding
 * (`AwsSolutions-IAM5[Resource::...]`), so a second one on the same construct still fails.
 */
export const acknowledge = (construct: IConstruct, id: string, reason: string): void => {
  Validations.of(construct).acknowledge({ id, reason })
}

/** Accepts the wildcard in one resource that a role's policy names. */
export const acknowledgeWildcard = (role: IConstruct, resource: string, reason: string): void => {
  acknowledge(role, `AwsSolutions-IAM5[Resource::${asFinding(Stack.of(role).resolve(resource))}]`, reason)
}

/** A resource as cdk-nag writes it: `<LogicalId.Arn>/*`, with references in angle brackets. */
const asFinding = (resource: unknown): string => {
  if (typeof resource !== 'object' || resource === null) return String(resource)
  // what the CDK resolves a resource to is one of CloudFormation's own three
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': joined } = resource as Intrinsic
  if (Ref) return `<${Ref}>`
  if (attribute) return `<${attribute.join('.')}>`
  return joined ? joined[1].map(asFinding).join(joined[0]) : JSON.stringify(resource)
}

type Intrinsic = {
  Ref?: string
  'Fn::GetAtt'?: [id: string, attribute: string]
  'Fn::Join'?: [separator: string, parts: unknown[]]
}
