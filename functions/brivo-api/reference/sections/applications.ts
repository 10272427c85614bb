import { section } from '../section.ts'

export const applications = section({
  name: 'Applications',
  description:
    'Programs that get tokens. An application has a client id and a secret, and either sends people to sign in ' +
    '(`authorization_code`) or signs in with a password (`password`).',
  calls: {
    listApplications: { summary: 'List applications', description: 'Applications of the account, oldest first.' },
    createApplication: {
      summary: 'Create an application',
      description:
        'The answer has the secret, which is shown only here. `authorization_code` needs a `redirectUri`. With `kind` `public` there is no ' +
        'secret: people sign in by a code with PKCE, as programs do that cannot keep a secret, such as pages in browsers.',
    },
    getApplication: { summary: 'Get an application', description: 'One application, without its secret.' },
    deleteApplication: {
      summary: 'Delete an application',
      description: 'Its refresh tokens end at once and its access tokens within seconds.',
    },
    listAuthorizedApplications: {
      summary: 'List authorized applications',
      description: 'Which applications may act for which administrators. There are no pages.',
    },
    listApiKeys: { summary: 'List API keys', description: 'API keys of the application, oldest first, without their values.' },
    createApiKey: {
      summary: 'Create an API key',
      description:
        'The answer has the value of the header `api-key`, which is shown only here. An application has ten keys at most.',
    },
    getApiKey: { summary: 'Get an API key', description: 'One API key, without its value.' },
    deleteApiKey: { summary: 'Revoke an API key', description: 'The key is refused within seconds.' },
  },
})

export const serviceTokens = section({
  name: 'Service tokens',
  description:
    'A token for programs that run unattended: it acts for the administrator who made it, for a year. Each administrator has one at most.',
  calls: {
    createServiceToken: {
      summary: 'Create a service token',
      description: 'The answer has the token, which is shown only here. 400 when the caller has one already: revoke it first.',
    },
    getServiceToken: {
      summary: 'Get the service token',
      description: 'The id and the end of the token of the caller, not its value.',
    },
    revokeServiceToken: { summary: 'Revoke the service token', description: 'The token is refused within seconds.' },
  },
})
