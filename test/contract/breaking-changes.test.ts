import { describe, expect, it } from 'vitest'
import { breakingChanges } from './breaking-changes.ts'
import type { Shape, Surface, SurfaceCall } from './surface.ts'

const text = { type: 'string' } as const
const get: SurfaceCall = { answers: { 200: { json: 'Thing' }, 404: { json: 'Error' } } }
const post: SurfaceCall = {
  parameters: { 'query sort': { shape: { type: 'string', enum: ['name', 'id'] } }, 'query page': { shape: { type: 'integer' } } },
  body: { types: { json: 'Wanted' } },
  answers: { 201: { json: 'Thing' } },
}
const thing = {
  type: 'object',
  properties: { id: { type: 'number' }, kind: { type: 'string', enum: ['a'] }, parts: { type: 'array', items: 'Part' } },
  required: ['id'],
} as const
const wanted = {
  type: 'object',
  properties: { name: { ...text, maxLength: 10 }, kind: { enum: ['a', 'b'] }, note: { type: ['string', 'null'] } },
  required: ['name'],
} as const
const schemas = {
  Thing: thing,
  Part: { type: 'object', properties: { color: text, whole: 'Thing' } },
  Error: { type: 'object', properties: { message: text } },
  Wanted: wanted,
} as const satisfies Record<string, Shape>

type Changes = { get?: SurfaceCall; post?: SurfaceCall; schemas?: Record<string, Shape> }
const surface = (changes: Changes = {}): Surface => ({
  calls: { 'GET /things': changes.get ?? get, 'POST /things': changes.post ?? post },
  schemas: { ...schemas, ...changes.schemas },
})
const asked = (fields: Record<string, Shape>) => ({
  schemas: { Wanted: { ...wanted, properties: { ...wanted.properties, ...fields } } },
})
const answered = (fields: Record<string, Shape>) => ({
  schemas: { Thing: { ...thing, properties: { ...thing.properties, ...fields } } },
})
const { name: _, ...withoutName } = wanted.properties

describe('a change breaks clients when', () => {
  it('a call is gone', () => {
    const { 'POST /things': _, ...calls } = surface().calls
    expect(breakingChanges(surface(), { ...surface(), calls })).toEqual(['POST /things is gone'])
  })

  it('a call that was for everybody needs a token', () => {
    expect(breakingChanges(surface({ get: { ...get, public: true } }), surface())).toEqual(['GET /things needs a token now'])
  })

  it.each<[string, Changes, string[]]>([
    ['a status is gone', { get: { answers: { 200: { json: 'Thing' } } } }, ['GET /things: 404 is gone']],
    [
      'a success has another status',
      { post: { ...post, answers: { 200: { json: 'Thing' } } } },
      ['POST /things: 201 is gone', 'POST /things: 200 is a new success'],
    ],
    [
      'an answer is of another media type',
      { post: { ...post, answers: { 201: { 'text/html': text } } } },
      ['POST /things: 201 as json is gone'],
    ],
    [
      'a field of an answer is gone',
      { schemas: { Error: { type: 'object', properties: {} } } },
      ['GET /things: 404.message is gone'],
    ],
    [
      'a field deep in an answer is gone',
      { schemas: { Part: { type: 'object', properties: { whole: 'Thing' } } } },
      ['GET /things: 200.parts[].color is gone', 'POST /things: 201.parts[].color is gone'],
    ],
    [
      'a field that answers always had may be left out',
      { schemas: { Thing: { ...thing, required: [] } } },
      ['GET /things: 200.id may be left out now', 'POST /things: 201.id may be left out now'],
    ],
    [
      'a field of an answer may be null',
      answered({ id: { type: ['number', 'null'] } }),
      ['GET /things: 200.id may be null now', 'POST /things: 201.id may be null now'],
    ],
    [
      'a field of an answer has another type',
      answered({ id: text }),
      ['GET /things: 200.id may be string now', 'POST /things: 201.id may be string now'],
    ],
    [
      'a field of an answer has no list of values any more',
      answered({ kind: text }),
      ['GET /things: 200.kind may be any value now', 'POST /things: 201.kind may be any value now'],
    ],
    [
      'a parameter is required that was not there',
      { post: { ...post, parameters: { ...post.parameters, 'query zone': { required: true, shape: text } } } },
      ['POST /things: query zone is required now'],
    ],
    [
      'a parameter is gone',
      { post: { ...post, parameters: { 'query sort': { shape: { type: 'string', enum: ['name', 'id'] } } } } },
      ['POST /things: query page is not taken any more'],
    ],
    [
      'a parameter takes fewer values',
      { post: { ...post, parameters: { ...post.parameters, 'query sort': { shape: { type: 'string', enum: ['name'] } } } } },
      ['POST /things: query sort does not take id now'],
    ],
    [
      'a body is required',
      { post: { ...post, body: { required: true, types: { json: 'Wanted' } } } },
      ['POST /things: a body is required now'],
    ],
    [
      'a body is of another media type',
      { post: { ...post, body: { types: { 'multipart/form-data': 'Wanted' } } } },
      ['POST /things: body as json is gone'],
    ],
    [
      'a field of a body is required',
      { schemas: { Wanted: { ...wanted, required: ['name', 'kind'] } } },
      ['POST /things: body.kind is required now'],
    ],
    [
      'a field of a body is gone',
      { schemas: { Wanted: { ...wanted, properties: withoutName } } },
      ['POST /things: body.name is not taken any more'],
    ],
    ['a field of a body takes fewer values', asked({ kind: { enum: ['a'] } }), ['POST /things: body.kind does not take b now']],
    [
      'a field of a body that took any text takes some',
      asked({ name: { ...text, enum: ['x'] } }),
      ['POST /things: body.name takes no more than x now'],
    ],
    ['a field of a body takes no null', asked({ note: text }), ['POST /things: body.note does not take null now']],
    [
      'a field of a body has tighter limits',
      asked({ name: { ...text, maxLength: 9, minLength: 2, pattern: '^a' } }),
      [
        'POST /things: body.name has the minLength 2 now',
        'POST /things: body.name has the maxLength 9 now',
        'POST /things: body.name has the pattern ^a now',
      ],
    ],
  ])('%s', (_, changes, sentences) => expect(breakingChanges(surface(), surface(changes))).toEqual(sentences))
})

describe('a change breaks no client when', () => {
  it('nothing changed', () => expect(breakingChanges(surface(), surface())).toEqual([]))

  it('a schema has another name', () => {
    const { Thing, ...others } = schemas
    const after = JSON.parse(
      JSON.stringify({ calls: surface().calls, schemas: { ...others, Item: Thing } }).replaceAll('"Thing"', '"Item"'),
    )
    expect(breakingChanges(surface(), after)).toEqual([])
  })

  it.each<[string, Changes]>([
    ['an error has a status of its own', { post: { ...post, answers: { ...post.answers, 409: { json: 'Error' } } } }],
    ['a parameter that may be left out is added', { get: { ...get, parameters: { 'query zone': { shape: text } } } }],
    ['a field of an answer, and a value of one, are added', answered({ size: text, kind: { type: 'string', enum: ['a', 'b'] } })],
    ['an answer always has a field', { schemas: { Thing: { ...thing, required: ['id', 'kind'] } } }],
    ['a field of a body is added that may be left out', asked({ size: text })],
    [
      'a field of a body takes more',
      asked({ name: { type: ['string', 'number'], maxLength: 20 }, kind: { enum: ['a', 'b', 'c'] } }),
    ],
    ['a body takes a whole number where it takes any number', asked({ size: { type: 'number' } })],
  ])('%s', (_, changes) => expect(breakingChanges(surface(), surface(changes))).toEqual([]))
})
