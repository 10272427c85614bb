import type { FunctionName } from './stage.ts'

/**
 * Actions on items. A transaction needs those of its parts; there is no action of its own. A batch needs its own action and no
 * other, which for writes lets through deletes too. Scan is not among them.
 */
export type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'BatchWriteItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem'

/**
 * Actions, and patterns one of which the partition key must match: that of the table, or of the index when an index is asked.
 * `*` stands for any text. What one transaction writes must be allowed by one of these.
 */
export type TableAccess = Readonly<{
  may: readonly TableAction[]
  under: readonly string[]
  indexes?: readonly ('GSI1' | 'GSI2')[]
}>

/** Where events are added and counted, as their change is written. */
const events = ['A#*#events#*', 'A#*#event-counts#*'] as const

/**
 * What each function may do with the table. Keys begin with `A#<accountId>` for what belongs to a tenant, `G#` for what is
 * found before the tenant is known, `T#` for tokens and codes, `D#` for what falls due.
 */
export const tableAccess: Readonly<Record<FunctionName, readonly TableAccess[]>> = {
  auth: [
    { may: ['GetItem', 'Query'], under: ['A#*', 'G#*', 'T#*'] },
    {
      may: ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
      under: ['T#*', 'G#revocations', 'A#*#administrator', 'A#*#authorization', 'A#*#service-token', ...events],
    },
  ],
  'brivo-api': [
    // T#sign-in: how administrators sign in, which those who administer them see and reset
    { may: ['GetItem', 'BatchGetItem', 'Query'], under: ['A#*', 'G#*', 'T#sign-in#*'], indexes: ['GSI1', 'GSI2'] },
    { may: ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'], under: ['A#*', 'G#*', 'T#sign-in#*', 'D#held'] },
    // the rows of a job, which are too many for one transaction
    { may: ['BatchWriteItem'], under: ['A#*#batch-job#*'] },
    // wrong api keys
    { may: ['GetItem', 'PutItem', 'UpdateItem'], under: ['T#guesses#api-key#*'] },
    // what auth, which alone has the keys, is asked to sign
    { may: ['PutItem'], under: ['T#token-request#*'] },
  ],
  'panel-gateway': [
    // wrong pairing codes
    { may: ['GetItem', 'PutItem', 'UpdateItem'], under: ['T#guesses#pairing-code#*'] },
    { may: ['GetItem', 'BatchGetItem', 'Query'], under: ['A#*', 'G#serial#*', 'G#connection#*'] },
    {
      may: ['PutItem', 'UpdateItem', 'ConditionCheckItem'],
      under: ['A#*#panel', 'A#*#panel#*', 'A#*#panel-presence#*', ...events, 'G#serial#*', 'G#connection#*'],
    },
  ],
  'panel-worker': [
    { may: ['GetItem', 'BatchGetItem', 'Query', 'UpdateItem'], under: ['A#*#panel-presence#*', 'A#*#panel#*'] },
    // in an emergency it reads what holds the doors of panels, and writes their postures, page by page
    { may: ['BatchGetItem', 'Query'], under: ['A#*#panel'] },
    { may: ['Query'], under: ['A#*#emergency-scenario'] },
    { may: ['GetItem', 'UpdateItem'], under: ['A#*#emergency-fan-outs'] },
    { may: ['PutItem', 'UpdateItem', 'ConditionCheckItem'], under: ['A#*#panel#*#posture', 'A#*#panel-presence#*'] },
  ],
  // it reads the stream, which says all that it needs
  'change-router': [],
  'config-compiler': [
    { may: ['GetItem', 'BatchGetItem', 'Query'], under: ['A#*'] },
    // the logs of panels' rules, and in one transaction with them how far they are
    {
      may: ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
      under: ['A#*#panel#*#rules', 'A#*#panel-presence#*'],
    },
    { may: ['PutItem'], under: ['A#*#site-panels#*', 'A#*#schedule-panels#*', 'A#*#door-set-panels#*', 'A#*#group-panels#*'] },
  ],
  'event-fanout': [
    { may: ['Query'], under: ['A#*#subscription'] },
    // it switches off what nobody may be sent, with the note of when to look at what is held for it
    { may: ['PutItem', 'UpdateItem'], under: ['A#*#subscription', 'D#held'] },
    // whose subscriptions are, and what they may see
    { may: ['BatchGetItem'], under: ['A#*#administrator', 'A#*#role'] },
  ],
  'name-copier': [
    { may: ['GetItem'], under: ['A#*#site', 'A#*#group'] },
    { may: ['GetItem', 'Query', 'PutItem'], under: ['A#*#panel', 'A#*#camera', 'A#*#schedule', 'A#*#holiday'] },
    { may: ['GetItem', 'PutItem'], under: ['A#*#access-point'] },
  ],
  'job-runner': [
    // an account's own key is what all of its keys begin with
    { may: ['GetItem'], under: ['A#*', 'G#client#*'] },
    { may: ['BatchGetItem'], under: ['A#*#role'] },
    { may: ['Query'], under: ['A#*#batch-job#*', 'A#*#custom-field', 'A#*#directory#user', 'A#*#user', 'A#*#silent-alarms'] },
    {
      may: ['PutItem', 'UpdateItem', 'ConditionCheckItem'],
      under: [
        'A#*#batch-job#*',
        'A#*#custom-field',
        'A#*#directory#user',
        'A#*#unique#credential-code',
        'A#*#unique#external-id',
        'A#*#user',
        ...events,
      ],
    },
  ],
  'webhook-sender': [
    { may: ['GetItem'], under: ['A#*#subscription', 'A#*#events#*'] },
    { may: ['BatchGetItem', 'BatchWriteItem', 'PutItem'], under: ['A#*#subscription#*'] },
    // what may still be sent of what has waited
    { may: ['BatchGetItem'], under: ['A#*#administrator', 'A#*#role'] },
    // a subscription is switched off together with the note of when to look at what is held for it
    { may: ['PutItem', 'UpdateItem'], under: ['D#*', 'A#*#subscription'] },
  ],
  timers: [
    {
      may: ['Query', 'DeleteItem'],
      under: [
        'D#*',
        'G#sweeps',
        'G#field-sweeps',
        'G#photo-sweeps',
        'A#*#group-users#*',
        'A#*#subject-rules#*',
        'A#*#target-rules#*',
        'A#*#directory#*',
      ],
    },
    { may: ['GetItem', 'Query', 'UpdateItem'], under: ['A#*#user'] },
    { may: ['GetItem', 'UpdateItem'], under: ['G#field-sweeps'] },
    // what is held for a subscription
    { may: ['GetItem'], under: ['A#*#subscription'] },
    { may: ['Query', 'DeleteItem'], under: ['A#*#subscription#*#held'] },
    { may: ['PutItem'], under: ['D#held'] },
  ],
}
