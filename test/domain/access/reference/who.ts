import type { Presented } from '../../../../shared/domain/access/decisions/decision.ts'
import type { PanelCredential, PanelRules, PanelUser } from '../../../../shared/domain/access/decisions/rules.ts'

/** Who presented, by a credential, by a PIN, or by both. */
export type Found = { user: PanelUser; credential?: PanelCredential; withPin: boolean }

/** Who it is, or why nobody can say. */
export const whoIs = (rules: PanelRules, { kind = 'card', encodedCredential, bits, pin }: Presented): Found | string => {
  if (encodedCredential !== undefined) {
    const same = rules.credentials.filter(
      (one) => isSameKind(one.kind ?? 'card', kind) && isSame(kind, one.encoded, encodedCredential),
    )
    return holderOf(rules, same, bits, pin !== undefined)
  }
  if (pin === undefined) return 'nothing_presented'
  const users = rules.users.filter((user) => user.pin === pin && pin !== '')
  if (users.length > 1) return 'rules_incomplete'
  const [user] = users
  if (user) return { user, withPin: true }
  const codes = rules.credentials.filter((one) => one.kind === 'switch_code' && one.encoded === pin)
  return codes.length === 0 ? 'unknown_pin' : holderOf(rules, codes, undefined, false)
}

const isCard = (kind: string) => kind === 'card' || kind === 'virtual_card'
const isSameKind = (held: string, read: string) => (isCard(read) ? isCard(held) : held === read)

const isSame = (kind: string, held: string, read: string): boolean => {
  if (isCard(kind)) return /^[0-9a-f]{1,128}$/i.test(read.replace(/^0+(?=.)/, '')) && BigInt(`0x${held}`) === BigInt(`0x${read}`)
  if (kind === 'plate')
    return (
      held ===
      read
        .normalize('NFC')
        .toUpperCase()
        .replaceAll(/[\s\p{Pd}]/gu, '')
    )
  return held === read
}

const holderOf = (rules: PanelRules, same: PanelCredential[], bits: number | undefined, withPin: boolean): Found | string => {
  const possible = same.filter((one) => bits === undefined || one.bits === undefined || one.bits === bits)
  const [credential] = possible
  if (!credential) return 'unknown_credential'
  if (possible.length > 1) {
    const isDoubled = same.some((one) => same.some((other) => other !== one && other.bits === one.bits))
    return bits === undefined && !isDoubled ? 'ambiguous_credential' : 'rules_incomplete'
  }
  const user = rules.users.find(({ id }) => id === credential.userId)
  return user ? { user, credential, withPin } : 'rules_incomplete'
}
