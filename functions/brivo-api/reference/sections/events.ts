import { section } from '../section.ts'

const occurred =
  '`gt`, `lt`: date-times, widened to whole hours, 24 hours at most. With one of them, the 24 hours on its side; with none, the current UTC day'
const accessFilter = {
  occurred,
  event_type: '`eq`: `non_exception`, `exception` or `camera`',
  object: '`eq`: the id of one door or panel',
  site: '`eq`: the id of one site',
}
const auditFilter = {
  occurred,
  event_type: '`eq`: what was changed, such as `user`, `group`, `schedule` or `credential`',
  object: '`eq`: the id of what was changed',
  actor: '`eq`: the id of who changed it',
  schedule: '`eq`: the id of a schedule',
  holiday: '`eq`: the id of a holiday',
}

export const events = section({
  name: 'Events',
  description:
    'What happened at doors and panels (access events), and what administrators and applications did (audit events). To receive events ' +
    'as they happen, create an event subscription.',
  calls: {
    listAccessEvents: {
      summary: 'List access events',
      description:
        'What happened at doors and panels, newest first. To go on, ask with the `occurred` of the last event as `offset`.',
      filter: accessFilter,
      example: { query: { filter: 'event_type__eq:exception', pageSize: 20 } },
    },
    listAuditEvents: {
      summary: 'List audit events',
      description: 'What administrators and applications did, newest first. Updates name the properties that they changed.',
      filter: auditFilter,
      example: { query: { filter: 'event_type__eq:user', pageSize: 20 } },
    },
    countAccessEvents: {
      summary: 'Count access events',
      description: 'How many events the listing would have.',
      filter: { ...accessFilter, event_type: '`eq`: `non_exception`, `exception`, `camera` or `video_linkable`' },
      example: { query: { filter: 'event_type__eq:exception' } },
    },
    countAuditEvents: {
      summary: 'Count audit events',
      description: 'How many events the listing would have.',
      filter: { ...auditFilter, occurred: `${occurred}. \`eq\`: a whole day` },
      example: { query: { filter: 'event_type__eq:user' } },
    },
    explainAccessEvent: {
      summary: 'Explain an access event',
      description:
        'What was recorded of a decision: its reason, and the version of the rules that the panel had then. `byTodaysRules` is what would be ' +
        'decided of the same at that instant by the rules of today, where the person, the credential and the access point are known; a PIN ' +
        'that was typed is taken for the right one. Give the `occurred` of the event; without it, it is looked for among the newest of the ' +
        'last 24 hours. It takes the permissions that *Explain a decision* takes too.',
    },
    listEventTypes: {
      summary: 'List event types',
      description: 'Every kind of event, in order of its code. There are no pages.',
    },
    listActivities: {
      summary: 'List activities',
      description: 'Access events in few words, newest first. Without `occurred`: those of the last 24 hours.',
      filter: {
        site: '`eq`: ids of sites',
        user: '`eq`: ids of card holders',
        object: '`eq`: ids of what the event is about',
        device: '`eq`: ids of control panels',
        camera: '`eq`: ids of cameras',
        'access-point': '`eq`: ids of access points',
        event_type: '`eq`: `non_exception`, `exception` or `camera`',
        occurred: '`eq`: a day; `gt`, `lt`: date-times, 24 hours at most',
      },
      example: { query: { filter: 'site__eq:4398046511104' } },
    },
  },
})

export const eventSubscriptions = section({
  name: 'Event subscriptions',
  description:
    'Events that are posted to a URL as they happen, one JSON object each, signed. A delivery that fails is tried again with growing ' +
    'pauses. A subscription whose receiver answers 410 is switched off and says so; its events are held for 30 days, and sent when it is on again.',
  calls: {
    listEventSubscriptions: {
      summary: 'List event subscriptions',
      description: 'Event subscriptions, oldest first.',
      filter: { name: '`eq`: contains the text' },
      example: { query: { filter: 'name__eq:Guard' } },
    },
    createEventSubscription: {
      summary: 'Create an event subscription',
      description:
        'The answer has the signing secret, which is shown only here. Without criteria, every access event is sent. It sends what its ' +
        'administrator may see and list, and needs the permission to list such events.',
    },
    getEventSubscription: {
      summary: 'Get an event subscription',
      description: 'One event subscription. `disabled` says since when and why it is switched off.',
    },
    updateEventSubscription: {
      summary: 'Replace an event subscription',
      description:
        'The body is the whole subscription. It also switches on again what was switched off; what was held is sent then. One whose ' +
        'administrator was deleted or may not act becomes that of the caller.',
    },
    deleteEventSubscription: { summary: 'Delete an event subscription', description: 'Nothing more is sent.' },
  },
})
