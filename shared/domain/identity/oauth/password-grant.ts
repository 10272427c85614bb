import { err, ok, type Result } from '../../../lib/result.ts'
import type { Application } from './entity.ts'
import type { OauthError } from './errors.ts'
import { newGrant, type OauthDeps, type Tokens, tokensOf } from './issue-token.ts'
import { principalFor, signIn, signInEvent, signInOf } from './sign-in.ts'

/** The `password` grant: an application of the administrator's own account signs in with the password itself. */
export const grantByPassword = async (
  deps: OauthDeps,
  application: Application,
  { username, password }: { username: string | undefined; password: string | undefined },
): Promise<Result<Tokens, OauthError>> => {
  if (!application.grantTypes.includes('password')) {
    return err({ kind: 'unauthorized_client', description: 'Unauthorized grant type: password' })
  }
  if (!username || !password) {
    return err({ kind: 'invalid_request', description: `Missing parameter: ${username ? 'password' : 'username'}` })
  }
  // The people of an application sign in from its one address: it is the application that they are told apart by.
  const from = { name: `application ${application.clientId}`, isShared: true }
  const entered = await signIn(deps, { username, password, from, onlyAccount: application.accountId })
  if (!entered.ok) return entered
  const now = deps.now()
  const principal = principalFor(entered.value, application.clientId)
  const grant = newGrant(deps, { ...signInOf(entered.value), clientId: application.clientId }, application, now)
  const event = signInEvent({ now, uuid: deps.newUuid() }, principal)
  await deps.grants.open(grant, event, { username: principal.username, at: now, newPlace: entered.value.newPlace })
  return ok(tokensOf(deps, grant, application, entered.value, now))
}
