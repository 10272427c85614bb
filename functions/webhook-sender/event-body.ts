import { eventWire } from '../../shared/dialects/brivo/events/wire.ts'
import type { DeliveryMessage } from '../../shared/domain/outbound/subscriptions/entity.ts'
import type { Event } from '../../shared/domain/record/events/entity.ts'

/** The body of a webhook: the event in the words of the API that its subscription was made with. */
export const eventBody = ({ dialect, accountId }: Pick<DeliveryMessage, 'dialect' | 'accountId'>, event: Event): string => {
  switch (dialect) {
    case 'brivo':
      return JSON.stringify(eventWire(event, accountId))
  }
}
