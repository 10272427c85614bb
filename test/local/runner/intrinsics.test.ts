import { describe, expect, it } from 'vitest'
import { resolveValue, type Scope } from '../../../local/runner/intrinsics.ts'

const scope: Scope = {
  ref: (stack, id) => `${stack}.${id}`,
  attribute: (stack, id, name) => `${stack}.${id}:${name}`,
  imported: (name) => `imported ${name}`,
  condition: (_stack, name) => name === 'Yes',
  mapped: (_stack, map, first, second) => `${map}/${first}/${second}`,
  pseudo: (_stack, name) => ({ 'AWS::Region': 'us-east-1', 'AWS::URLSuffix': 'amazonaws.com' })[name] ?? '?',
}
/** `<Name>` as Fn::Sub writes it. */
const placeholders = (text: string) => text.replaceAll(/<([^>]+)>/g, (_, name: string) => `$\{${name}}`.replace('\\', ''))
const resolve = (value: unknown) => resolveValue(value, 's', scope)

describe('the intrinsic functions of a template', () => {
  it.each([
    ['a literal', { a: [1, 'x', null, true] }, { a: [1, 'x', null, true] }],
    ['Ref', { Ref: 'Table' }, 's.Table'],
    ['a pseudo parameter', { Ref: 'AWS::Region' }, 'us-east-1'],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 's.Queue:Arn'],
    ['Fn::GetAtt as a path', { 'Fn::GetAtt': 'Nested.Outputs.Name' }, 's.Nested:Outputs.Name'],
    ['Fn::Join over what it holds', { 'Fn::Join': ['-', ['a', { Ref: 'B' }, 'c']] }, 'a-s.B-c'],
    [
      'Fn::Sub',
      { 'Fn::Sub': placeholders('x-<AWS::Region>-<Queue.Arn>-<!Literal>') },
      placeholders('x-us-east-1-s.Queue:Arn-<Literal>'),
    ],
    ['Fn::Sub with names of its own', { 'Fn::Sub': [placeholders('<Own>-<Table>'), { Own: { Ref: 'B' } }] }, 's.B-s.Table'],
    ['Fn::Select of a Fn::Split', { 'Fn::Select': [1, { 'Fn::Split': ['.', { Ref: 'B' }] }] }, 'B'],
    ['Fn::ImportValue', { 'Fn::ImportValue': 'other:Export' }, 'imported other:Export'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'key'] }, 'Map/us-east-1/key'],
    ['Fn::If that holds', { 'Fn::If': ['Yes', 1, 2] }, 1],
    ['Fn::If that does not', { 'Fn::If': ['No', 1, 2] }, 2],
    ['conditions', { 'Fn::And': [{ 'Fn::Equals': ['a', 'a'] }, { 'Fn::Not': [{ Condition: 'No' }] }] }, true],
    ['AWS::NoValue', { kept: 1, dropped: { Ref: 'AWS::NoValue' }, list: [{ Ref: 'AWS::NoValue' }, 2] }, { kept: 1, list: [2] }],
    ["a policy's Condition", { Condition: { StringEquals: { x: 'y' } } }, { Condition: { StringEquals: { x: 'y' } } }],
  ])('resolves %s', (_name, value, expected) => expect(resolve(value)).toEqual(expected))

  it('refuses a function it does not know rather than passing it on', () => {
    expect(() => resolve({ 'Fn::Transform': {} })).toThrow('The local cloud does not know Fn::Transform')
  })
})
