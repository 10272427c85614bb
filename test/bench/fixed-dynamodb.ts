/**
 * Answers every DynamoDB request with one item at once, so that a bench measures our own time and not an engine's.
 * A process of its own: `node test/bench/fixed-dynamodb.ts [empty]`, which prints its port; `empty` finds nothing.
 */
import { createServer } from 'node:http'

const item = {
  Item: {
    pk: { S: 'A#1#site' },
    sk: { S: '0000000000000007' },
    entity: { S: 'site' },
    id: { N: '7' },
    version: { N: '1' },
    siteName: { S: 'Office' },
    timeZone: { S: 'US/Eastern' },
    createdAt: { N: '1700000000000' },
    updatedAt: { N: '1700000000000' },
  },
}
const answer = JSON.stringify(process.argv[2] === 'empty' ? {} : item)

const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0', 'Content-Length': Buffer.byteLength(answer) })
    response.end(answer)
  })
}).listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`${address && typeof address === 'object' ? address.port : ''}\n`)
})
