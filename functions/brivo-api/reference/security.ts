/** How callers show who they are: the name of each way in the document. */
export const securitySchemes = (publicUrl: string) => ({
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'api-key',
    description: 'The key of the developer. Without a valid one: 403.',
  },
  oauth: {
    type: 'oauth2',
    description: 'An access token of an application, in the header `Authorization: Bearer …`.',
    flows: {
      authorizationCode: {
        authorizationUrl: `${publicUrl}/oauth/authorize`,
        tokenUrl: `${publicUrl}/oauth/token`,
        refreshUrl: `${publicUrl}/oauth/token`,
        scopes: { 'brivo.api': 'The whole API, as far as the person may use it' },
      },
      password: {
        tokenUrl: `${publicUrl}/oauth/token`,
        refreshUrl: `${publicUrl}/oauth/token`,
        scopes: { 'brivo.api': 'The whole API, as far as the person may use it' },
      },
    },
  },
  serviceToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'A service token, which acts for the administrator who made it.',
  },
})

/** What a call with a token needs: the key and one of the two kinds of tokens. */
export const withToken = [
  { apiKey: [], oauth: ['brivo.api'] },
  { apiKey: [], serviceToken: [] },
]
