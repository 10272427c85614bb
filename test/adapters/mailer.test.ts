import { MessageRejected, SESv2Client, SendEmailCommand, TooManyRequestsException } from '@aws-sdk/client-sesv2'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { sesMailer } from '../../shared/adapters/mailer.ts'

vi.stubEnv('AWS_REGION', 'us-east-1')
const mock = mockClient(SESv2Client)
beforeEach(() => mock.reset())
afterAll(() => {
  mock.restore()
  vi.unstubAllEnvs()
})

const mailer = sesMailer('cloud@cloud.example')
/** Without it SES takes every text for ASCII. */
const Charset = 'UTF-8'
const mail = { to: 'owner@example.com', subject: 'Doors', text: 'Grüße' }

describe('a mail', () => {
  it('is sent from the address of the service', async () => {
    mock.on(SendEmailCommand).resolves({})
    await mailer.send(mail)
    expect(mock.commandCalls(SendEmailCommand)[0]?.args[0].input).toEqual({
      FromEmailAddress: 'cloud@cloud.example',
      Destination: { ToAddresses: ['owner@example.com'] },
      Content: { Simple: { Subject: { Data: 'Doors', Charset }, Body: { Text: { Data: 'Grüße', Charset } } } },
    })
  })

  it('in HTML is sent in both forms, for the reader to choose', async () => {
    mock.on(SendEmailCommand).resolves({})
    await mailer.send({ ...mail, html: '<p>Grüße</p>' })
    expect(mock.commandCalls(SendEmailCommand)[0]?.args[0].input.Content?.Simple?.Body).toEqual({
      Text: { Data: 'Grüße', Charset },
      Html: { Data: '<p>Grüße</p>', Charset },
    })
  })

  it.each([
    new MessageRejected({ message: 'The address is not verified', $metadata: { httpStatusCode: 400 } }),
    new TooManyRequestsException({ message: 'Too many', $metadata: { httpStatusCode: 429 } }),
  ])('that SES does not take is the error of its sender ($name), and the next is sent', async (fault) => {
    mock.on(SendEmailCommand).rejectsOnce(fault).resolvesOnce({})
    await expect(mailer.send(mail)).rejects.toBe(fault)
    await mailer.send(mail)
    expect(mock.commandCalls(SendEmailCommand)).toHaveLength(2)
  })
})
