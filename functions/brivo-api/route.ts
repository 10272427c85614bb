import { endpointWith } from '../../shared/http/route.ts'
import { errorBody } from './error-body.ts'
import { refuseInvalid } from './refusal.ts'

/** Gives a route of this API its handler, which may answer with nothing but what the route declares. */
export const on = endpointWith({
  forbidden: (c) => errorBody(c, 403, 'You are not allowed to perform that action'),
  invalid: refuseInvalid,
})
