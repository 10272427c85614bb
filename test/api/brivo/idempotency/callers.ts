import { createApp } from '../../../../functions/brivo-api/app.ts'
import type { TokenPrincipal } from '../../../../shared/domain/identity/principals/principal.ts'
import { AdministratorId } from '../../../../shared/lib/ids.ts'
import { somebody, testApi } from '../../../support/api.ts'

/** A service token of an administrator, who may do everything. */
export const token = (clientId: string, administratorId = 11): TokenPrincipal => {
  const { accountId, grants } = somebody()
  return { kind: 'token', administratorId: AdministratorId.parse(administratorId), accountId, grants, clientId, name: clientId }
}

/** The API with one call, which answers as `answer` does, and a client that repeats a request to it with one key. */
export const answering = (answer: () => Response) => {
  const { deps, mounts } = testApi()
  const route = { method: 'post', path: '/', operationId: 'x', permission: 'public', responses: {} } as const
  const refusals = { forbidden: answer, invalid: answer }
  const load = async () => ({ prefix: '/v1/api/x', endpoints: [{ route, refusals, handlers: [async () => answer()] }] })
  const app = createApp(deps, { ...mounts, partFor: () => ({ name: 'x', load }) })
  const Authorization = `Bearer ${Buffer.from(JSON.stringify(somebody())).toString('base64url')}`
  const headers = { 'api-key': 'test-key', Authorization, 'Idempotency-Key': 'k' }
  return async () => app.request('/v1/api/x', { method: 'POST', headers })
}
