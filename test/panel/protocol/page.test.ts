import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { z } from 'zod'
import { bufferLimit } from '../../../local/simulator/buffer.ts'
import { rememberedCommands } from '../../../local/simulator/commands.ts'
import { PersonRecord } from '../../../shared/domain/access/decisions/entity.ts'
import { PanelSchedule } from '../../../shared/domain/access/decisions/rules.ts'
import { assertionAudience } from '../../../shared/panel-protocol/assertion.ts'
import { CommandPayload } from '../../../shared/panel-protocol/command.ts'
import { ConfigDescriptor, SnapshotContent } from '../../../shared/panel-protocol/config-available.ts'
import { ConfigDelta } from '../../../shared/panel-protocol/config-delta.ts'
import { maxEventsPerMessage, PanelEvent } from '../../../shared/panel-protocol/events.ts'
import { FirmwareDescriptor } from '../../../shared/panel-protocol/firmware.ts'
import {
  CloudMessage,
  maxExchangeBytes,
  maxMessageBytes,
  maxMessagesPerExchange,
  PanelMessage,
} from '../../../shared/panel-protocol/message.ts'
import { PairAnswer, PairRequest } from '../../../shared/panel-protocol/pairing.ts'
import { PosturePayload } from '../../../shared/panel-protocol/posture.ts'
import { ReceiptPayload } from '../../../shared/panel-protocol/receipt.ts'
import { protocolVectors } from './vectors.ts'

const page = readFileSync(join(import.meta.dirname, '../../../docs/panel-protocol.md'), 'utf8')

/** The text of these sections. */
const sections = (...titles: string[]): string =>
  titles.map((title) => page.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? expect.fail(`There is no section ${title}`)).join()

/** Every word within backquotes. */
const wordsOf = (text: string): Set<string> =>
  new Set([...text.matchAll(/`([^`]+)`/g)].flatMap(([, code = '']) => [code, ...code.split(/[^\w.]+/)]))

/** The names of all members of what a schema describes, and all words that stand for a choice. */
const namesIn = (schema: z.ZodType): string[] => {
  // The classes of zod have these parts; `def.type` says which.
  const { def, shape, options } = schema as unknown as {
    def: { type: string; element?: z.ZodType; innerType?: z.ZodType; in?: z.ZodType; values?: unknown[]; entries?: object }
    shape?: Record<string, z.ZodType>
    options?: z.ZodType[]
  }
  if (shape) return Object.entries(shape).flatMap(([name, part]) => [name, ...namesIn(part)])
  if (def.type === 'union') return (options ?? []).flatMap(namesIn)
  if (def.type === 'literal') return (def.values ?? []).filter((value) => typeof value === 'string')
  if (def.type === 'enum') return Object.values(def.entries ?? {})
  const inner = def.element ?? def.innerType ?? def.in
  return inner ? namesIn(inner) : []
}

it.each<[string, z.ZodType, string[]]>([
  ['pairing', PairRequest, ['Pairing', 'Keys']],
  ['the answer to a pairing', PairAnswer, ['Pairing', 'Keys']],
  ['what the panel says', PanelMessage, ['What the panel says', 'Events', 'Rules']],
  ['what the cloud says', CloudMessage, ['What the cloud says']],
  ['events', PanelEvent, ['Events', 'Rules']],
  ['commands', CommandPayload, ['Signed payloads']],
  ['snapshots', ConfigDescriptor, ['Signed payloads', 'Rules']],
  ['deltas', ConfigDelta, ['Signed payloads', 'Rules', 'Schedules']],
  ['postures', PosturePayload, ['Signed payloads']],
  ['firmware', FirmwareDescriptor, ['Signed payloads']],
  ['receipts', ReceiptPayload, ['Signed payloads', 'Commands']],
  ['rules', SnapshotContent, ['Rules', 'Schedules']],
  ['person records', PersonRecord, ['Rules']],
  ['schedules', PanelSchedule, ['Schedules']],
])('names every member and every choice of %s', (_, schema, titles) => {
  const names = namesIn(schema)
  const words = wordsOf(sections(...titles))
  expect(names.length).toBeGreaterThan(2)
  expect([...new Set(names)].filter((name) => !words.has(name))).toEqual([])
})

it('names every reason of a decision, and every typ of a signature', async () => {
  const { decisions, signed } = await protocolVectors()
  const reasons = wordsOf(sections('How to decide'))
  expect(decisions.map(({ outcome }) => outcome.reason).filter((reason) => !reasons.has(reason))).toEqual([])
  for (const { header, message } of signed) expect(page).toContain(`| \`${header.typ}\` | \`${message}\` |`)
})

it('says the limits of the code', () => {
  const said = [maxMessageBytes, maxExchangeBytes, maxMessagesPerExchange, maxEventsPerMessage, bufferLimit, rememberedCommands]
  for (const limit of said) expect(page).toMatch(new RegExp(`\\b${limit.toLocaleString('en')}\\b`))
  expect(page).toContain(`\`${assertionAudience}\``)
})

it('is named by the page about panels as its second half', () => {
  const panels = readFileSync(join(import.meta.dirname, '../../../docs/panels.md'), 'utf8')
  expect(panels.slice(0, 600)).toContain('](panel-protocol.md)')
})
