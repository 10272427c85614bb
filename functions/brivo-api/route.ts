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
const noFilter = z
  .string()
  .optional()
  .transform(readBy((text) => parseFilter(text, {})))

/** A parameter of a query: a text, as one that comes twice is a list. */
const once = z.string({ error: 'it is given more than once' }).optional()

/** What a query must fit before the schema of its route. Calls that need no token are pages and links, and no listings. */
const queryRule = ({ method, permission, request }: Route): z.ZodType | undefined => {
  if (permission === 'public') return undefined
  const declared = request?.query && 'shape' in request.query ? Object.keys(request.query.shape) : []
  const refusesFilter = method === 'get' && !declared.includes('filter')
  return z.object({
    ...Object.fromEntries(declared.map((name) => [name, once])),
    ...(refusesFilter ? { filter: noFilter } : {}),
  })
}

/** `on` for routes where the API document has a sentence of its own for who may not call them. */
export const onRefusing = (sentence: string) =>
  endpointWith({
    forbidden: (c) => errorBody(c, 403, sentence),
    invalid: refuseInvalid,
    queryRule,
  })

/** Gives a route of this API its handler, which may answer with nothing but what the route declares. */
export const on = onRefusing('You are not allowed to perform that action')
