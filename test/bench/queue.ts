/** The SQS stand-in in memory, as a process of its own for a bench; prints its port. */
import { startFauxqs } from 'fauxqs'

const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false })
process.stdout.write(`${server.port}\n`)
