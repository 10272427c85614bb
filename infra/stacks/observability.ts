import { Topic } from 'aws-cdk-lib/aws-sns'
import { type Blueprint, stackOf } from '../blueprint.ts'
import type { Api } from './api.ts'
import type { Deliveries } from './deliveries.ts'
import type { Messaging } from './messaging.ts'
import type { Panels } from './panels.ts'
import type { Storage } from './storage.ts'

export type Everything = Readonly<{ storage: Storage; messaging: Messaging; api: Api; panels: Panels; deliveries: Deliveries }>

export const observabilityStack = (blueprint: Blueprint, _everything: Everything): void => {
  const stack = stackOf(blueprint, 'observability', 'Alarms and the dashboard')
  new Topic(stack, 'Alarms', { topicName: `sallyport-${blueprint.stage.name}-alarms`, enforceSSL: true })
}
