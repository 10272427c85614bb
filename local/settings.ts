import { devNull } from 'node:os'
import { join } from 'node:path'

/** The ports of one local cloud, all on 127.0.0.1. */
export type Ports = {
  readonly http: number
  readonly sockets: number
  readonly simulator: number
  readonly dynamodb: number
  readonly queues: number
  readonly mail: number
}

/** What `npm start` listens on by default. */
export const defaultPorts: Ports = { http: 8080, sockets: 8081, simulator: 8082, dynamodb: 8083, queues: 8084, mail: 8085 }

/** One local cloud. */
export type CloudSettings = {
  readonly dataDir: string
  /** The synthesized assembly it runs. */
  readonly assemblyDir: string
  readonly ports: Ports
  /** Whether the stand-ins end when their supervisor is killed, as those of a test must; otherwise the next start adopts them. */
  readonly isTethered: boolean
}

/** The region and account of every local ARN; the stand-ins use the same ones. */
export const region = 'us-east-1'
export const accountNumber = '000000000000'

const at = (port: number) => `http://127.0.0.1:${port}`

/** The addresses a person, a test or a program uses. */
export const urlsOf = (ports: Ports) => ({
  http: at(ports.http),
  sockets: `ws://127.0.0.1:${ports.sockets}`,
  simulator: at(ports.simulator),
  dynamodb: at(ports.dynamodb),
  queues: at(ports.queues),
  mail: `${at(ports.mail)}/mail`,
})
export type CloudUrls = ReturnType<typeof urlsOf>

/** What the Lambda runtime itself gives every function: where AWS is, and who asks. The stand-ins check no credentials. */
export const runtimeEnvironment = (ports: Ports): Readonly<Record<string, string>> => ({
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_ENDPOINT_URL_DYNAMODB: at(ports.dynamodb),
  AWS_ENDPOINT_URL_SQS: at(ports.queues),
  AWS_ENDPOINT_URL_S3: at(ports.queues),
  AWS_ENDPOINT_URL_SESV2: at(ports.mail),
  AWS_ENDPOINT_URL_SECRETS_MANAGER: at(ports.mail),
  // A function in the cloud finds no configuration files, and must not find those of the person who runs this.
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  TZ: ':UTC',
})

/** How an SDK client reaches one stand-in. */
export const clientOptions = (port: number) => ({
  endpoint: at(port),
  region,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
})

/** The files of one data folder. */
export const dataFiles = (dataDir: string) => ({
  run: join(dataDir, 'run.json'),
  settings: join(dataDir, 'cloud.json'),
  demo: join(dataDir, 'demo.json'),
  /** There while the demo is being made: without `demo.json` beside it, the making was cut short. */
  demoBegun: join(dataDir, 'demo.begun'),
  simulator: join(dataDir, 'simulator.json'),
  streams: join(dataDir, 'streams'),
  logs: join(dataDir, 'logs'),
  dynamodb: join(dataDir, 'dynamodb'),
  queues: join(dataDir, 'queues'),
  mail: join(dataDir, 'mail'),
  panels: join(dataDir, 'panels'),
  fleet: join(dataDir, 'fleet'),
})
