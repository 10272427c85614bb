import { z } from 'zod'
import { giveConsent, readConsent, withdrawConsent } from '../../../../shared/domain/people/faceprints/consent.ts'
import type { Responder } from '../../../../shared/http/env.ts'
import { route } from '../../../../shared/http/route.ts'
import { apiError } from '../../api-error.ts'
import type { ApiDeps } from '../../env.ts'
import { on } from '../../route.ts'
import { errors } from '../../wire.ts'
import { consentPage, overPage, pageHeaders, withdrawnPage } from './page.ts'

/** What is no token leads nowhere, as an unknown one does. */
const Query = z.object({
  token: z
    .unknown()
    .optional()
    .transform((given) => (typeof given === 'string' ? given : ''))
    .meta({ type: 'string' }),
})
const page = (description: string) => ({ description, content: { 'text/html': { schema: z.string() } } })
const over = page('The link is unknown, too old, or of a face that is gone')

const show = route('get', '/', {
  operationId: 'showFaceConsent',
  permission: 'public',
  request: { query: Query },
  responses: { 200: page('The page that asks for the consent, or says that it was given'), 404: over },
})
const give = route('post', '/give', {
  operationId: 'giveFaceConsent',
  permission: 'public',
  request: { query: Query },
  responses: { 200: page('The consent is given: the face opens doors'), 404: over, ...errors(409) },
})
const withdraw = route('post', '/withdraw', {
  operationId: 'withdrawFaceConsent',
  permission: 'public',
  request: { query: Query },
  responses: { 200: page('The face is deleted'), 404: over, ...errors(409) },
})

/** `/v1/public/face-consents`: ours, what the link of a consent mail leads to. */
export const faceConsentRoutes = (deps: ApiDeps<'accounts' | 'credentials' | 'faceConsents' | 'users'>) => [
  on(show, async (c) => {
    const { token } = c.req.valid('query')
    const consent = await readConsent(deps, token)
    return consent.ok ? sendPage(c, consentPage(consent.value, token)) : sendPage(c, overPage(), 404)
  }),
  on(give, async (c) => {
    const { token } = c.req.valid('query')
    const given = await giveConsent(deps, token)
    if (given.ok) return sendPage(c, consentPage(given.value, token))
    return given.error.kind === 'consent_over' ? sendPage(c, overPage(), 404) : apiError(c, given.error)
  }),
  on(withdraw, async (c) => {
    const withdrawn = await withdrawConsent(deps, c.req.valid('query').token)
    if (withdrawn.ok) return sendPage(c, withdrawnPage(withdrawn.value))
    return withdrawn.error.kind === 'consent_over' ? sendPage(c, overPage(), 404) : apiError(c, withdrawn.error)
  }),
]

const sendPage = async <Status extends 200 | 404 = 200>(c: Responder, html: ReturnType<typeof overPage>, status?: Status) =>
  // A route that declares a page has this type for it.
  c.body(String(await html), status ?? 200, pageHeaders) as unknown as Response & {
    _data: string
    _status: Status
    _format: 'text'
  }
