import { z } from 'zod'
import { type AccountId, ApplicationId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { lettersFrom } from '../../../lib/secrets.ts'
import { plainText } from '../../../lib/text.ts'
import type { Deps } from '../../deps.ts'
import { applicationLimitOf } from '../../places/accounts/entity.ts'
import { auditEvent } from '../../record/events/audit.ts'
import type { Principal } from '../principals/principal.ts'
import { secretMacOf } from './authenticate-client.ts'
import { type Application, accessTokenSeconds, refreshTokenSeconds } from './entity.ts'
import type { InvalidApplication, TooManyApplications } from './errors.ts'
import { invalidRedirectUri } from './redirect-uri.ts'

/**
 * A new application. `partner` acts for whoever allows it, and keeps a secret; `public` does too but cannot keep one (an
 * application on people's own devices); `password` signs in with passwords, to its own account only.
 */
export type ApplicationInput = {
  name: string
  description?: string
  kind: 'partner' | 'public' | 'password'
  redirectUris?: string[]
  accessTokenSeconds?: number
}
/** `clientSecret` is shown this once. */
export type CreatedApplication = { application: Application; clientSecret?: string }

const secretLetters = 32
const Texts = z.object({ name: plainText('name', 100), description: plainText('description', 500, { min: 0 }).optional() })

/** Registers an application of an account; `by` is who asked, for the audit, and is absent for the operator's own. */
export const createApplication = async (
  deps: Pick<Deps, 'accounts' | 'applications' | 'now' | 'newId' | 'newUuid' | 'randomBytes'> & { clientSecretKey: Uint8Array },
  accountId: AccountId,
  input: ApplicationInput,
  by?: Principal,
): Promise<Result<CreatedApplication, InvalidApplication | TooManyApplications>> => {
  const texts = Texts.safeParse(input)
  if (!texts.success) return err({ kind: 'invalid_application_text', reason: texts.error.issues[0]?.message ?? 'invalid text' })
  const { name, description } = texts.data
  const redirectUris = input.kind === 'password' ? [] : (input.redirectUris ?? [])
  if (input.kind !== 'password' && redirectUris.length === 0) {
    return err({ kind: 'invalid_redirect_uri', redirectUri: '', reason: 'a redirect URI is needed' })
  }
  for (const redirectUri of redirectUris) {
    const reason = invalidRedirectUri(redirectUri)
    if (reason) return err({ kind: 'invalid_redirect_uri', redirectUri, reason })
  }
  const [account, others] = await Promise.all([
    deps.accounts.get(accountId),
    deps.applications.page(accountId, { offset: 0, pageSize: 0 }),
  ])
  const maximum = applicationLimitOf(account)
  if (others.count >= maximum) return err({ kind: 'too_many_applications', maximum })
  const now = deps.now()
  const secret = input.kind === 'public' ? undefined : lettersFrom(deps.randomBytes(secretLetters * 2)).slice(0, secretLetters)
  const application: Application = {
    id: ApplicationId.parse(deps.newId()),
    version: 1,
    accountId,
    name,
    ...(description ? { description } : {}),
    clientId: deps.newUuid(),
    ...(secret ? { secretMac: secretMacOf(deps.clientSecretKey, secret) } : {}),
    grantTypes: [input.kind === 'password' ? 'password' : 'authorization_code', 'refresh_token'],
    redirectUris,
    accessTokenSeconds: input.accessTokenSeconds ?? accessTokenSeconds,
    refreshTokenSeconds,
    createdAt: now,
    updatedAt: now,
  }
  const stamp = { now, uuid: deps.newUuid() }
  const event = by && auditEvent(stamp, by, 'application.created', { id: application.id, name, kind: 'application' })
  const added = await deps.applications.add(accountId, application, event)
  if (!added.ok) throw new Error('The client id of the new application is taken')
  return ok(secret ? { application, clientSecret: secret } : { application })
}
