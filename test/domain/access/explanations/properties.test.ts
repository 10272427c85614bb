import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from '../../../../shared/domain/access/decisions/decide.ts'
import { memoryWith } from '../../../../shared/domain/access/decisions/decision.ts'
import { indexRules } from '../../../../shared/domain/access/decisions/index-rules.ts'
import type { ProposedChange, What, Who } from '../../../../shared/domain/access/explanations/entity.ts'
import { explainDecision } from '../../../../shared/domain/access/explanations/explain.ts'
import { compileRules } from '../../../../shared/domain/devices/panels/compile-config.ts'
import { definedOf } from '../../../../shared/lib/defined.ts'
import { AccessPointId, CredentialId, GroupId, ScheduleId, UserId } from '../../../../shared/lib/ids.ts'
import { createStores } from '../../../../shared/storage/stores.ts'
import { allSources } from '../../../support/all-sources.ts'
import { somebody } from '../../../support/api.ts'

import { account, instant, maybe, panelId, pinOf, seldom, some, storedTenant, type Tenant, tenant } from './some-tenant.ts'

const presented = fc.oneof(
  fc.record({
    encodedCredential: fc.constantFrom('a', 'a', 'b'),
    bits: maybe(fc.constantFrom(26, 34)),
    pin: seldom.chain((is) => (is ? some(4) : fc.constant(undefined))),
  }),
  fc.record({ encodedCredential: fc.constantFrom('a', 'b'), kind: fc.constant('qr' as const) }),
  fc.record({ pin: fc.oneof(some(4), fc.constantFrom('777', '888')) }),
)
const pinText = (pin: number | string) => (typeof pin === 'number' ? pinOf(pin) : pin)

const asked = fc.record({
  door: some(4),
  side: maybe(fc.constantFrom(1 as const, 2 as const)),
  at: instant,
  enabled: fc.uniqueArray(some(3), { maxLength: 2 }),
  privacyMode: fc.boolean(),
  what: presented,
  user: some(4),
})

const proposed = fc.record({
  userId: some(4),
  suspended: seldom,
  add: fc.uniqueArray(some(5), { maxLength: 2 }),
  remove: fc.uniqueArray(some(5), { maxLength: 2 }),
  permission: maybe(fc.record({ groupId: some(5), scheduleId: some(3) })),
})

describe('an explanation', () => {
  it('is what the panel decides by all the rules of the account', async () => {
    const seen = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(tenant, fc.array(asked, { minLength: 4, maxLength: 4 }), async (given, questions) => {
        const { table, posture, credentials, users } = await storedTenant(given)
        const stores = createStores(table)
        const sources = await allSources(table, account, panelId)
        if (!sources) throw new Error('no panel')
        const rules = indexRules({ ...compileRules(sources), version: 1, compiledAt: 0 })
        for (const { door, side, at, enabled, privacyMode, what: raw, user } of questions) {
          const accessPointId = AccessPointId.parse(door)
          const point = sources.accessPoints.find(({ id }) => id === door)
          if (!point) throw new Error('no door')
          const enabledScheduleIds = enabled.map((id) => ScheduleId.parse(id))
          const memory = memoryWith(point.siteId, enabledScheduleIds, privacyMode ? [accessPointId] : [])
          const byPanel = (what: What) => decide(rules, { accessPointId, ...what, ...definedOf({ side }) }, at, memory, posture)
          const explained = async (who: Who) => {
            const question = { accessPointId, who, side, at, assumed: { enabledScheduleIds, privacyMode } }
            const answer = await explainDecision(stores, somebody({ accountId: account }), question)
            if (!answer.ok) throw new Error(answer.error.kind)
            return answer.value.verdict
          }
          const what: What = {
            ...definedOf(raw),
            ...('pin' in raw && raw.pin !== undefined ? { pin: pinText(raw.pin) } : {}),
          } as What
          const decision = byPanel(what)
          seen.set(decision.reason, (seen.get(decision.reason) ?? 0) + 1)
          const verdict = await explained({ by: 'value', what })
          const { reason, userId, credentialId, scheduleId, floors, onlyFloors, trace } = decision
          expect({
            reason: verdict.reason,
            userId: verdict.user?.id,
            credentialId: verdict.credential?.id,
            scheduleId: verdict.schedule?.id,
            floors: verdict.floors?.map(({ id }) => id),
            onlyFloors: verdict.onlyFloors,
            rules: verdict.trace.map(({ rule, passed }) => [rule, passed]),
          }).toEqual({
            reason,
            userId,
            credentialId,
            scheduleId,
            floors,
            onlyFloors,
            rules: trace.map(({ rule, passed }) => [rule, passed]),
          })
          for (const credential of credentials.filter(({ kind }) => kind !== 'switch_code')) {
            const own = {
              encodedCredential: credential.encoded,
              ...('bits' in credential ? definedOf({ bits: credential.bits }) : {}),
            }
            const kind = credential.kind === 'qr' ? ({ kind: 'qr' } as const) : {}
            const byId = await explained({ by: 'credential', credentialId: CredentialId.parse(credential.id) })
            expect(byId.reason).toBe(byPanel({ ...own, ...kind }).reason)
          }
          if (user > users) continue
          // A person is granted when anything that they have is.
          const theirs = credentials.filter(({ userId }) => userId === user)
          const pin = given.users[user - 1]?.hasPin ? [pinOf(user)] : []
          const ways = theirs.flatMap((one): What[] => {
            if (one.kind === 'switch_code') return [{ pin: one.encoded }]
            const read: What = {
              encodedCredential: one.encoded,
              ...(one.kind === 'qr' ? { kind: 'qr' } : {}),
              ...('bits' in one ? definedOf({ bits: one.bits }) : {}),
            }
            return [read, ...pin.map((text) => ({ ...read, pin: text }))]
          })
          const isLetIn = [...ways, ...pin.map((text) => ({ pin: text }))].some((one) => byPanel(one).decision === 'granted')
          const ofUser = await explained({ by: 'user', userId: UserId.parse(user) })
          expect(ofUser.decision).toBe(isLetIn ? 'granted' : 'denied')
        }
      }),
      { numRuns: 300, endOnFailure: true },
    )
    for (const reason of [
      'granted',
      'no_permission',
      'unknown_credential',
      'unknown_pin',
      'wrong_pin',
      'outside_schedule',
      'locked_down',
    ])
      expect(seen.get(reason) ?? 0, reason).toBeGreaterThan(0)
  })

  it('of a change says what is decided once it was made', async () => {
    let changes = 0
    await fc.assert(
      fc.asyncProperty(tenant, asked, proposed, async (given, { door, side, at, privacyMode }, wanted) => {
        const { suspended, add, remove, permission } = wanted
        const userId = 1 + ((wanted.userId - 1) % given.users.length)
        const question = {
          accessPointId: AccessPointId.parse(door),
          who: { by: 'user', userId: UserId.parse(userId) } as const,
          side,
          at,
          assumed: { enabledScheduleIds: [], privacyMode },
        }
        const ask = async (of: Tenant, change?: ProposedChange) => {
          const { table } = await storedTenant(of)
          const answer = await explainDecision(createStores(table), somebody({ accountId: account }), { ...question, change })
          if (!answer.ok) throw new Error(answer.error.kind)
          return answer.value
        }
        const changed: Tenant = {
          ...given,
          users: given.users.map((user, index) =>
            index + 1 === userId
              ? { ...user, suspended, groupIds: [...new Set([...user.groupIds.filter((id) => !remove.includes(id)), ...add])] }
              : user,
          ),
          rules: [
            ...given.rules,
            ...(permission
              ? [
                  {
                    subject: { kind: 'group' as const, groupId: permission.groupId },
                    target: { kind: 'door' as const, accessPointId: door },
                    scheduleId: permission.scheduleId,
                    privacyModeOverride: false,
                  },
                ]
              : []),
          ],
        }
        const change = {
          userSuspended: suspended,
          userGroups: { add: add.map((id) => GroupId.parse(id)), remove: remove.map((id) => GroupId.parse(id)) },
          ...(permission
            ? {
                permission: {
                  groupId: GroupId.parse(permission.groupId),
                  scheduleId: ScheduleId.parse(permission.scheduleId),
                },
              }
            : {}),
        }
        const before = await ask(given)
        const proposal = await ask(given, change)
        expect(proposal.verdict).toEqual(before.verdict)
        const { user: _user, ...after } = proposal.after ?? before.verdict
        const { user: __user, ...made } = (await ask(changed)).verdict
        expect(after).toEqual(made)
        if (after.decision !== before.verdict.decision) changes += 1
      }),
      { numRuns: 300, endOnFailure: true },
    )
    expect(changes).toBeGreaterThan(3)
  })
})
