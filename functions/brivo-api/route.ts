import { z } from 'zod'
import { parseFilter } from '../../shared/dialects/brivo/filter.ts'
import { endpointWith, type Route } from '../../shared/http/route.ts'
import { errorBody } from './error-body.ts'
import { refuseInvalid } from './refusal.ts'
import { readBy } from './wire.ts'

/**
 * What a call that reads, and has no filter, takes for one: an empty one. What a caller filters by and is not looked at would give them
 * everything as if it had been found.
 */
const noFilter = z.object({
  filter: z
    .string()
    .optional()
    .transform(readBy((text) => parseFilter(text, {}))),
})

/** Whether a call would ignore a filter. What needs no token is no listing. */
export const hasNoFilter = ({ method, permission, request }: Route): boolean =>
  method === 'get' && permission !== 'public' && !(request?.query && 'shape' in request.query && 'filter' in request.query.shape)

/** `on` for routes where the API document has a sentence of its own for who may not call them. */
export const onRefusing = (sentence: string) =>
  endpointWith({
    forbidden: (c) => errorBody(c, 403, sentence),
    invalid: refuseInvalid,
    undeclared: (route) => (hasNoFilter(route) ? noFilter : undefined),
  })

/** Gives a route of this API its handler, which may answer with nothing but what the route declares. */
export const on = onRefusing('You are not allowed to perform that action')
