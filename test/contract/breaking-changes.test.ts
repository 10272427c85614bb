import { describe, expect, it } from 'vitest'
import { breakingChanges, type Node } from './breaking-changes.ts'

const schema = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const content = (name: string) => ({ content: { 'application/json': { schema: schema(name) } } })
const get = { responses: { 200: content('Thing'), 404: content('Error') } }
const post = {
  parameters: [{ in: 'query', name: 'sort', schema: { type: 'string', enum: ['name', 'id'] } }],
  requestBody: content('Wanted'),
  responses: { 201: content('Thing') },
}
const schemas = {
  Thing: { properties: { id: {}, parts: { type: 'array', items: schema('Part') } } },
  Part: { properties: { color: {}, whole: schema('Thing') } },
  Error: { properties: { message: {} } },
  Wanted: { properties: { name: {}, kind: { enum: ['a', 'b'] } }, required: ['name'] },
}
const documentOf = (paths: Node, changed: Node = {}): Node => ({ paths, components: { schemas: { ...schemas, ...changed } } })
const before = documentOf({ '/things': { get, post } })
const withPost = (changed: Node) => documentOf({ '/things': { get, post: { ...post, ...changed } } })
const withSchemas = (changed: Node) => documentOf({ '/things': { get, post } }, changed)

describe('a change breaks clients when', () => {
  it.each<[string, Node, string[]]>([
    ['a path is gone', documentOf({}), ['/things is gone']],
    ['a verb is gone', documentOf({ '/things': { post } }), ['GET /things is gone']],
    [
      'a status is gone',
      documentOf({ '/things': { get: { responses: { 200: content('Thing') } }, post } }),
      ['GET /things: the answer 404 is gone'],
    ],
    ['a field of an answer is gone', withSchemas({ Error: { properties: {} } }), ['GET /things: 404.message is gone']],
    [
      'a field deep in an answer is gone',
      withSchemas({ Part: { properties: { whole: schema('Thing') } } }),
      ['GET /things: 200.parts[].color is gone', 'POST /things: 201.parts[].color is gone'],
    ],
    [
      'a parameter is required that was not there',
      withPost({ parameters: [...post.parameters, { in: 'query', name: 'page', required: true }] }),
      ['POST /things: query page is required now'],
    ],
    [
      'a parameter takes fewer values',
      withPost({ parameters: [{ in: 'query', name: 'sort', schema: { enum: ['name'] } }] }),
      ['POST /things: query sort does not take id now'],
    ],
    [
      'a body is required',
      withPost({ requestBody: { ...content('Wanted'), required: true } }),
      ['POST /things: a body is required now'],
    ],
    [
      'a field of a body is required',
      withSchemas({ Wanted: { ...schemas.Wanted, required: ['name', 'kind'] } }),
      ['POST /things: body.kind is required now'],
    ],
    [
      'a field of a body takes fewer values',
      withSchemas({ Wanted: { ...schemas.Wanted, properties: { name: {}, kind: { enum: ['a'] } } } }),
      ['POST /things: body.kind does not take b now'],
    ],
    [
      'a field of a body that took any value takes some',
      withSchemas({ Wanted: { ...schemas.Wanted, properties: { ...schemas.Wanted.properties, name: { enum: ['x'] } } } }),
      ['POST /things: body.name takes no more than x now'],
    ],
  ])('%s', (_, after, changes) => expect(breakingChanges(before, after)).toEqual(changes))
})

describe('a change breaks no client when', () => {
  it('nothing changed', () => expect(breakingChanges(before, before)).toEqual([]))

  it('something is added: a path, a verb, a status, an input that may be left out, a field of an answer, a value', () => {
    const more = {
      ...schemas,
      Thing: { properties: { ...schemas.Thing.properties, size: {} } },
      Wanted: { properties: { ...schemas.Wanted.properties, kind: { enum: ['a', 'b', 'c'] }, size: {} }, required: ['name'] },
    }
    const wider = { ...post, responses: { ...post.responses, 409: content('Error') } }
    expect(
      breakingChanges(before, documentOf({ '/things': { get, post: wider, delete: get }, '/parts': { get } }, more)),
    ).toEqual([])
  })
})
