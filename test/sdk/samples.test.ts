import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { overview } from '../../functions/brivo-api/reference/overview.ts'
import { documentedCalls, sampleIn } from '../support/documented-calls.ts'
import { typeProblems } from '../support/type-check.ts'

/** What a sample takes for granted: a client, and a picture where the call takes one. */
const given = `import type { Client } from '../src/index.ts'
declare const client: Client
declare const photo: Blob
`
const program = (sample: string) => `${given}${sample}\n`

it('the TypeScript sample of every call of the reference is a program that the compiler takes with the client', async () => {
  const calls = await documentedCalls()
  const programs = calls.map(({ call }) => [call.operationId, program(sampleIn('TypeScript', call))] as const)
  expect(programs.length).toBeGreaterThan(150)
  expect(typeProblems(Object.fromEntries(programs))).toEqual([])
})

it('a sample that the client does not take is named by its call', () => {
  const problems = typeProblems({
    unknownPath: program("await client.GET('/nothing')"),
    wrongBody: program("await client.POST('/sites', { body: { siteName: 5, timeZone: 'UTC' } })"),
    withoutHeader: program("await client.GET('/time')"),
    noProgram: program('await client.GET('),
    right: program("await client.GET('/sites')"),
  })
  const named = [...new Set(problems.map((problem) => problem.split(':')[0]))].sort()
  expect(named).toEqual(['noProgram', 'unknownPath', 'withoutHeader', 'wrongBody'])
})

/** The first program of a text, in a Node project where it is compiled strictly. */
const firstProgram = (markdown: string) => {
  const [, source = ''] = /```ts\n(.*?)```/s.exec(markdown) ?? []
  const declared = 'declare const process: { env: Record<string, string | undefined> }\n'
  return `${declared}${source.replace("'@sallyport/client'", "'../src/index.ts'")}`
}

it('the programs that show how a client is made compile as they stand', () => {
  const readme = readFileSync(join(import.meta.dirname, '..', '..', 'sdk', 'README.md'), 'utf8')
  const programs = {
    overview: firstProgram(String(overview('https://api.example.com').info.description)),
    readme: firstProgram(readme),
  }
  for (const source of Object.values(programs)) expect(source).toContain('createClient({')
  expect(typeProblems(programs)).toEqual([])
})
