/** The functions, one folder each under functions/. */
export const functionNames = [
  'auth',
  'brivo-api',
  'panel-gateway',
  'panel-worker',
  'change-router',
  'config-compiler',
  'event-fanout',
  'name-copier',
  'job-runner',
  'webhook-sender',
  'timers',
] as const
export type FunctionName = (typeof functionNames)[number]

export const stageNames = ['local', 'dev', 'staging', 'prod'] as const
export type StageName = (typeof stageNames)[number]

/** What one function is given to run with. `reservedConcurrency` is both its share of the account's concurrency and its cap. */
export type FunctionSettings = Readonly<{ memoryMb: number; timeoutSeconds: number; reservedConcurrency?: number }>

/** Requests a second that API Gateway lets through before it answers 429, and how many above that in a burst. */
export type Throttle = Readonly<{ rate: number; burst: number }>

/**
 * How many requests a minute one application may send in one account, one card holder, and all of these of an account together: of
 * those that open or shut doors, that take somebody's access away, of emergencies, and of all others. See docs/api.md.
 */
export type RateLimits = Readonly<Record<(typeof rateLimitNames)[number], number>>
export const rateLimitNames = [
  'general',
  'doors',
  'revocations',
  'emergencies',
  'cardHolder',
  'accountGeneral',
  'accountDoors',
  'accountRevocations',
  'accountEmergencies',
] as const

/** All that differs between stages. What does not differ stands where it is used, in the stacks. */
export type StageSettings = Readonly<{
  name: StageName
  /** Deletion protection and retention of what cannot be built again: table, bucket, secrets, logs. */
  protectData: boolean
  logRetentionDays: 7 | 30 | 90 | 365
  httpThrottle: Throttle
  socketThrottle: Throttle
  rateLimits: RateLimits
  /** The domain that SES sends from; its DKIM records are set once by hand (docs/operations.md). */
  mailDomain: string
  /** Who hears of alarms, if anyone; more subscribers are added to the topic by hand. */
  alarmEmail?: string
  /** Webhooks may go to this machine's own addresses. Never outside `local`: it would let a tenant reach our insides. */
  allowLoopbackReceivers: boolean
  /** The most invocations at once per queue: SQS event source mappings take 2 to 1,000. */
  maxConcurrency: Readonly<{
    panelWork: number
    postureWork: number
    events: number
    /** Panels that may have lost access to something: never fewer than those of `configWork`. */
    configUrgent: number
    configWork: number
    nameCopies: number
    jobs: number
    deliveries: number
    deliveriesSlow: number
  }>
  /** Batches of one stream shard worked on at once, 1 to 10; the order per partition key is kept. */
  streamParallelization: number
  functions: Readonly<Record<FunctionName, FunctionSettings>>
}>

/** Lambda gives processor time in proportion to memory: what a person waits for gets more than it needs to hold its data. */
const functions: Readonly<Record<FunctionName, FunctionSettings>> = {
  // scrypt takes 32 MB and a whole core for one password
  auth: { memoryMb: 1024, timeoutSeconds: 10 },
  'brivo-api': { memoryMb: 1024, timeoutSeconds: 20 },
  'panel-gateway': { memoryMb: 1024, timeoutSeconds: 20 },
  'panel-worker': { memoryMb: 512, timeoutSeconds: 20 },
  // reads no table: it sorts a batch of 100 records and sends
  'change-router': { memoryMb: 512, timeoutSeconds: 60 },
  // a snapshot of 200,000 credentials is held, hashed and compressed in memory
  'config-compiler': { memoryMb: 2048, timeoutSeconds: 120 },
  'event-fanout': { memoryMb: 512, timeoutSeconds: 30 },
  // a site may have thousands of panels, and 500 are read at once
  'name-copier': { memoryMb: 512, timeoutSeconds: 120 },
  // a run ends after 20 s, and its last row may meet throttles for some more
  'job-runner': { memoryMb: 512, timeoutSeconds: 60 },
  // receivers are given 15 s each, a batch of them at once
  'webhook-sender': { memoryMb: 512, timeoutSeconds: 60 },
  // two ticks at once would only do the same work twice
  timers: { memoryMb: 512, timeoutSeconds: 50, reservedConcurrency: 1 },
}

/**
 * Limits with those of whole accounts, as multiples of an application's. Doors are also opened by the phones of many card holders, and
 * an emergency has people at many applications at once: these have more.
 */
const withAccounts = (
  limits: Pick<RateLimits, 'general' | 'doors' | 'revocations' | 'emergencies' | 'cardHolder'>,
): RateLimits => ({
  ...limits,
  accountGeneral: 5 * limits.general,
  accountDoors: 10 * limits.doors,
  accountRevocations: 5 * limits.revocations,
  accountEmergencies: 10 * limits.emergencies,
})

const dev: StageSettings = {
  name: 'dev',
  protectData: true,
  logRetentionDays: 30,
  httpThrottle: { rate: 200, burst: 400 },
  socketThrottle: { rate: 100, burst: 200 },
  rateLimits: withAccounts({ general: 1_200, doors: 600, revocations: 300, emergencies: 300, cardHolder: 120 }),
  mailDomain: 'dev.sallyport.example',
  allowLoopbackReceivers: false,
  maxConcurrency: {
    panelWork: 10,
    postureWork: 10,
    events: 10,
    configUrgent: 10,
    configWork: 10,
    nameCopies: 5,
    jobs: 5,
    deliveries: 10,
    deliveriesSlow: 2,
  },
  streamParallelization: 1,
  functions,
}

/** One typed table: a stage is `dev` and what it has otherwise. */
export const stages: Readonly<Record<StageName, StageSettings>> = {
  local: {
    ...dev,
    name: 'local',
    protectData: false,
    logRetentionDays: 7,
    httpThrottle: { rate: 10_000, burst: 10_000 },
    socketThrottle: { rate: 10_000, burst: 10_000 },
    // no program of one machine gets there: RATE_LIMITS sets lower ones to try (docs/operations.md)
    rateLimits: withAccounts({
      general: 600_000,
      doors: 600_000,
      revocations: 600_000,
      emergencies: 600_000,
      cardHolder: 600_000,
    }),
    mailDomain: 'sallyport.localhost',
    allowLoopbackReceivers: true,
    // all invocations share one machine: an import's compiles leave room for a revocation
    maxConcurrency: { ...dev.maxConcurrency, configWork: 2, jobs: 2 },
  },
  dev,
  staging: {
    ...dev,
    name: 'staging',
    logRetentionDays: 90,
    httpThrottle: { rate: 1_000, burst: 2_000 },
    socketThrottle: { rate: 500, burst: 1_000 },
    rateLimits: withAccounts({ general: 6_000, doors: 1_200, revocations: 600, emergencies: 300, cardHolder: 120 }),
    mailDomain: 'staging.sallyport.example',
    maxConcurrency: {
      panelWork: 50,
      postureWork: 50,
      events: 20,
      configUrgent: 20,
      configWork: 20,
      nameCopies: 5,
      jobs: 5,
      deliveries: 50,
      deliveriesSlow: 10,
    },
    streamParallelization: 2,
  },
  prod: {
    ...dev,
    name: 'prod',
    logRetentionDays: 365,
    httpThrottle: { rate: 5_000, burst: 10_000 },
    socketThrottle: { rate: 2_000, burst: 4_000 },
    rateLimits: withAccounts({ general: 6_000, doors: 1_200, revocations: 600, emergencies: 300, cardHolder: 120 }),
    mailDomain: 'sallyport.example',
    maxConcurrency: {
      panelWork: 200,
      postureWork: 200,
      events: 100,
      configUrgent: 100,
      configWork: 50,
      nameCopies: 20,
      jobs: 20,
      deliveries: 300,
      deliveriesSlow: 50,
    },
    streamParallelization: 4,
  },
}

/**
 * A stage with other limits for those that a person names, as in `general=30,doors=10`; throws one line when that is not what the
 * text says.
 */
export const withRateLimits = (stage: StageSettings, text: string): StageSettings => {
  const given = text.split(',').map((part) => {
    const [, wanted, count] = /^\s*(\w+)\s*=\s*([1-9]\d*)\s*$/.exec(part) ?? []
    const name = rateLimitNames.find((known) => known === wanted)
    if (name) return [name, Number(count)] as const
    throw new Error(`RATE_LIMITS has "${part}": it takes ${rateLimitNames.join(', ')}, as in "general=30,doors=10".`)
  })
  return { ...stage, rateLimits: { ...stage.rateLimits, ...Object.fromEntries(given) } }
}

/** The settings of a stage named by a person; throws one line that lists the names when there is no such stage. */
export const stageNamed = (name: string): StageSettings => {
  const found = stageNames.find((known) => known === name)
  if (!found) throw new Error(`No stage is called "${name}"; there are ${stageNames.join(', ')}.`)
  return stages[found]
}
