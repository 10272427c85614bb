import { Stack } from 'aws-cdk-lib'
import { ConfigurationSet, ConfigurationSetTlsPolicy, EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses'
import type { Construct } from 'constructs'
import { allow, type Grant } from '../access.ts'
import type { StageSettings } from '../stage.ts'

/** The one address that mail comes from. */
export const mailFrom = (stage: StageSettings): string => `no-reply@${stage.mailDomain}`

const configurationSetName = (stage: StageSettings): string => `sallyport-${stage.name}`

/** The stage's domain as a sender, whose mail goes over TLS or not at all. */
export const mailDomain = (scope: Construct, stage: StageSettings): void => {
  const configurationSet = new ConfigurationSet(scope, 'Mail', {
    configurationSetName: configurationSetName(stage),
    tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
    reputationMetrics: true,
  })
  new EmailIdentity(scope, 'MailIdentity', { identity: Identity.domain(stage.mailDomain), configurationSet })
}

/** The right to send mail from that address, and from no other of the domain. */
export const allowMail = (scope: Construct, stage: StageSettings): Grant => {
  const named = (resource: string, resourceName: string) => Stack.of(scope).formatArn({ service: 'ses', resource, resourceName })
  const mail = allow(
    ['ses:SendEmail'],
    [named('identity', stage.mailDomain), named('configuration-set', configurationSetName(stage))],
  )
  mail.statement.addCondition('StringEquals', { 'ses:FromAddress': mailFrom(stage) })
  return mail
}
