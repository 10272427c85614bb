import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { sqsPanelWork } from '../../shared/adapters/panel-work.ts'
import { AccountId, PanelId } from '../../shared/lib/ids.ts'

const mock = mockClient(SQSClient)
beforeEach(() => mock.reset())
afterAll(() => mock.restore())
const nudge = () => sqsPanelWork('http://127.0.0.1/queue').nudge(AccountId.parse(1), PanelId.parse(3))

describe('a nudge of a panel', () => {
  it('is one message, in the group of its account', async () => {
    mock.on(SendMessageCommand).resolves({})
    await nudge()
    expect(mock.commandCalls(SendMessageCommand).map(({ args }) => args[0].input)).toEqual([
      { QueueUrl: 'http://127.0.0.1/queue', MessageBody: '{"accountId":1,"panelId":3}', MessageGroupId: '1' },
    ])
  })

  it('that cannot be sent fails nothing: the panel also asks by itself', async () => {
    mock.on(SendMessageCommand).rejects(new Error('no queue'))
    await expect(nudge()).resolves.toBeUndefined()
  })
})
