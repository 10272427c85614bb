import pMap from 'p-map'
import type { PanelSockets } from '../../shared/adapters/panel-sockets.ts'
import type { Queue } from '../../shared/adapters/queue.ts'
import type { Snapshots } from '../../shared/adapters/snapshots.ts'
import type { PersonRecord } from '../../shared/domain/access/decisions/entity.ts'
import type { Deps } from '../../shared/domain/deps.ts'
import type { CompiledFrame } from '../../shared/domain/devices/panels/compile-config.ts'
import { compilePerson, type Scope } from '../../shared/domain/devices/panels/compile-people.ts'
import type { RulesHead, RulesScope } from '../../shared/domain/devices/rules-log/entity.ts'
import type { UserId } from '../../shared/lib/ids.ts'
import type { SigningKey } from '../../shared/panel-protocol/signing.ts'
import type { ruleSourceStore } from '../../shared/storage/access/rule-sources.ts'
import type { CompileEnd } from '../../shared/storage/devices/rules-log.ts'

/** What is needed to send a panel a delta. */
export type SendDeps = Pick<Deps, 'presences' | 'panelWork' | 'now'> & {
  sockets: Pick<PanelSockets, 'send'>
  signing: SigningKey
  configWork: Queue
}

/** What a compile of a panel's rules is given. */
export type CompilerDeps = SendDeps &
  Pick<Deps, 'rulesLog' | 'newUuid'> & {
    ruleSources: ReturnType<typeof ruleSourceStore>
    snapshots: Pick<Snapshots, 'put'>
  }

/** The rules of a panel besides people, as they were compiled, and the newest version when that began. */
export type Compiled = CompiledFrame & { head: RulesHead | undefined; compile: CompileEnd }

/** The most bytes of records in one entry of a log: signed and encoded they stay below 32 KB, the largest frame of API Gateway. */
export const maxRecordBytes = 20_000
/** People read at once. */
const readsAtOnce = 50

/** UTF-8 bytes of records as JSON. */
export const sizeOf = (records: object): number => Buffer.byteLength(JSON.stringify(records))

/** What a panel with these rules holds of some people, who are read now. */
export const peopleAgain = async (
  { ruleSources }: Pick<CompilerDeps, 'ruleSources'>,
  { accountId, scope }: CompiledFrame,
  userIds: ReadonlySet<UserId>,
): Promise<PersonRecord[]> => {
  const people = await pMap(userIds, (userId) => ruleSources.person(accountId, userId), { concurrency: readsAtOnce })
  return people.map((person) => compilePerson(person, scope))
}

/** The scope of compiled rules as a log keeps it. */
export const scopeStored = ({ effects, users }: Scope): Pick<RulesScope, 'effects' | 'userIds'> => ({
  effects,
  userIds: [...users].sort((one, other) => one - other),
})
