import {
  ApiGatewayManagementApiClient,
  ApiGatewayManagementApiServiceException,
  DeleteConnectionCommand,
  GoneException,
  LimitExceededException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { apiGatewaySockets } from '../../shared/adapters/panel-sockets.ts'

const mock = mockClient(ApiGatewayManagementApiClient)
beforeEach(() => mock.reset())
afterAll(() => mock.restore())

const sockets = apiGatewaySockets('https://panels.example/local')
const gone = new GoneException({ message: 'Gone', $metadata: { httpStatusCode: 410 } })
const throttled = new LimitExceededException({ message: 'Too many', $metadata: { httpStatusCode: 429 } })
const unavailable = new ApiGatewayManagementApiServiceException({
  name: 'ServiceUnavailable',
  message: 'Unavailable',
  $fault: 'server',
  $metadata: { httpStatusCode: 503 },
})

describe('the socket of a panel', () => {
  it('takes a text for its connection', async () => {
    mock.on(PostToConnectionCommand).resolves({})
    expect(await sockets.send('c1', 'ä')).toBe('sent')
    expect(mock.commandCalls(PostToConnectionCommand)[0]?.args[0].input).toEqual({ ConnectionId: 'c1', Data: Buffer.from('ä') })
  })

  it('is gone when API Gateway answers 410', async () => {
    mock.on(PostToConnectionCommand).rejects(gone)
    expect(await sockets.send('c1', 'x')).toBe('gone')
  })

  it.each([
    ['throttled', throttled],
    ['unavailable', unavailable],
  ])('is not taken for gone when API Gateway is %s: the caller learns of the fault', async (_, fault) => {
    mock.on(PostToConnectionCommand).rejects(fault)
    mock.on(DeleteConnectionCommand).rejects(fault)
    await expect(sockets.send('c1', 'x')).rejects.toBe(fault)
    await expect(sockets.close('c1')).rejects.toBe(fault)
  })

  it('is closed, also when it is over already', async () => {
    mock.on(DeleteConnectionCommand).resolvesOnce({}).rejectsOnce(gone)
    await sockets.close('c1')
    await sockets.close('c1')
    expect(mock.commandCalls(DeleteConnectionCommand)).toHaveLength(2)
  })
})
