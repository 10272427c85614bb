import { endpointWith } from '../../shared/http/route.ts'
import { errorBody } from './error-body.ts'
import { refuseInvalid } from './refusal.ts'

/** `on` for routes where the API document has a sentence of its own for who may not call them. */
export const onRefusing = (sentence: string) =>
  endpointWith({ forbidden: (c) => errorBody(c, 403, sentence), invalid: refuseInvalid })

/** Gives a route of this API its handler, which may answer with nothing but what the route declares. */
export const on = onRefusing('You are not allowed to perform that action')
