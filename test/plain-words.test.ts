import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

/** Words that make a reader decode a sentence, and what to write instead. */
const refused: readonly (readonly [RegExp, string])[] = [
  [/\banew\b/i, 'again'],
  [/\bof late\b/i, 'recently'],
  [/\bbut for\b/i, 'except'],
  [/\bhad back\b/i, 'restored'],
  [/\bin two hands\b/i, 'used by two parties'],
  [/\b(tells?|told) (of|a|an|the|it|that|which|whether|what|how|when|again)\b/i, 'say, report, show or send'],
  [/\b(hence|thereof|whereof|wherein|whilst|hereby)\b/i, 'so, of it, in which, while'],
]

const self = 'test/plain-words.test.ts'
const files = globSync('{shared,functions,infra,local,docs,test,examples,sdk/src}/**/*.{ts,md,mjs}', { cwd: root }).filter(
  (file) => file !== self,
)
const prose = [
  ...files,
  'sdk/README.md',
  'sdk/generate.ts',
  'sdk/build.ts',
  'README.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
]

it('names, comments, messages and docs use plain words', () => {
  const found = prose.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        refused.filter(([word]) => word.test(line)).map(([word, instead]) => `${file}:${index + 1} ${word} → ${instead}`),
      ),
  )
  expect(found).toEqual([])
})
