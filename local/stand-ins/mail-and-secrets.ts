/**
 * The stand-ins for SES and Secrets Manager, small enough to share one process and port: a request with an `X-Amz-Target` of
 * Secrets Manager is for the secrets, everything else is for the mails.
 * Usage: node local/stand-ins/mail-and-secrets.ts <port> <folder>
 */
import { createServer } from 'node:http'
import { join } from 'node:path'
import { mailbox } from './mail.ts'
import { secretsManager } from './secrets.ts'

const [port, folder] = [Number(process.argv[2]), String(process.argv[3])]
const mails = mailbox(join(folder, 'mails'))
const secrets = secretsManager(join(folder, 'secrets'))

const readBody = async (request: AsyncIterable<Buffer>): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

const server = createServer(async (request, response) => {
  try {
    const body = await readBody(request)
    const target = request.headers['x-amz-target']
    const answer =
      typeof target === 'string' && target.startsWith('secretsmanager.')
        ? secrets(target.slice('secretsmanager.'.length), body)
        : mails(request.method ?? 'GET', new URL(request.url ?? '/', 'http://local'), request.headers.accept ?? '', body)
    response.writeHead(answer.status, { 'content-type': answer.type, 'cache-control': 'no-store' }).end(answer.body)
  } catch (thrown) {
    response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ message: String(thrown) }))
  }
})
server.listen(port, '127.0.0.1')
const stop = () => {
  server.close()
  server.closeAllConnections()
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
