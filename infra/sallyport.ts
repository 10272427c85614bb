import type { Blueprint } from './blueprint.ts'
import { apiStack } from './stacks/api.ts'
import { changesStack } from './stacks/changes.ts'
import { deliveriesStack } from './stacks/deliveries.ts'
import { messagingStack } from './stacks/messaging.ts'
import { observabilityStack } from './stacks/observability.ts'
import { panelsStack } from './stacks/panels.ts'
import { storageStack } from './stacks/storage.ts'

/** All of one stage. Each stack is handed what it uses of the ones before it, so the order of deployment is the order here. */
export const addSallyport = (blueprint: Blueprint): void => {
  const storage = storageStack(blueprint)
  const messaging = messagingStack(blueprint, storage)
  const api = apiStack(blueprint, storage, messaging)
  const socket = panelsStack(blueprint, storage, messaging, api)
  deliveriesStack(blueprint, storage, messaging)
  changesStack(blueprint, storage, messaging)
  observabilityStack(blueprint, {
    httpApiId: api.httpApi.apiId,
    socketApiId: socket.api.apiId,
    queues: Object.values(messaging),
  })
}
