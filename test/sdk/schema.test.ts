import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { generatedSchema, schemaFile } from '../../sdk/generate.ts'

it('the types of the client are those of the document: `npm run sdk` writes them again', async () => {
  const [made, kept] = [await generatedSchema(), readFileSync(schemaFile, 'utf8')]
  // Not by toBe, which compares two texts of this length line by line.
  const lines = kept.split('\n')
  const different = made.split('\n').findIndex((line, index) => line !== lines[index])
  expect(made === kept, `sdk/src/schema.ts is out of date from line ${different + 1} on: run \`npm run sdk\``).toBe(true)
})
