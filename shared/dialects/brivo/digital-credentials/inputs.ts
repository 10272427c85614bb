import { z } from 'zod'
import type { CreateInvitation } from '../../../domain/people/mobile-keys/invite.ts'
import { maxWalletPasses, type WalletPassOf } from '../../../domain/people/mobile-keys/wallet-pass.ts'
import { CredentialId, UserId } from '../../../lib/ids.ts'
import { type Language, languages } from '../../../lib/language.ts'
import { plainText } from '../../../lib/text.ts'
import { Flag } from '../values.ts'

const maxReferenceLength = 254

export const ReferenceId = plainText('referenceId', maxReferenceLength)

/** Body of Create User Digital Invitation. */
export const InvitationInput = z.object({ referenceId: ReferenceId }).meta({ id: 'DigitalInvitationInput' })

/** The language of a mail by its code or its English name, in any case; English when it is left out. */
const names: Readonly<Record<string, Language>> = {
  english: 'en',
  french: 'fr',
  spanish: 'es',
  dutch: 'nl',
  german: 'de',
  swedish: 'sv',
}
export const LanguageInput = z
  .string({ error: "Invalid value for 'language': expected a text" })
  .nullish()
  .transform((given, context): Language => {
    const wanted = (given ?? '').trim().toLowerCase()
    if (wanted === '') return 'en'
    const found = languages.find((one) => one === (names[wanted] ?? wanted))
    if (found) return found
    context.addIssue({
      code: 'custom',
      message: `Invalid value '${wanted.slice(0, 60)}' for 'language': expected one of ${languages.join(', ')}`,
    })
    return z.NEVER
  })
  .meta({ type: 'string', enum: [...languages], default: 'en' })

const flag = Flag.optional()
  .transform((value) => value ?? false)
  .meta({ type: 'boolean', default: false })
export const NfcEnabled = z.object({ nfcEnabled: flag })

/** The query of Create User Digital Invitation. */
export const InvitationQuery = z.object({ sendInvitationEmail: flag, nfcEnabled: flag, language: LanguageInput })

/** What a call of Create User Digital Invitation asks for. */
export const createInvitationOf = (
  { referenceId }: z.infer<typeof InvitationInput>,
  { sendInvitationEmail, nfcEnabled, language }: z.infer<typeof InvitationQuery>,
): CreateInvitation => ({
  referenceId,
  walletPass: nfcEnabled,
  ...(sendInvitationEmail ? { mailLanguage: language } : {}),
})

/** Body of the redemption of an invitation (ours). A code of any length is looked for, so that all wrong ones are answered alike. */
export const RedemptionInput = z.object({ accessCode: plainText('accessCode', 100) }).meta({ id: 'DigitalInvitationRedemption' })

const WalletPassInput = z.object({ userId: UserId, accessCredentialId: CredentialId, referenceId: ReferenceId })

/** Body of Assign/revoke brivo wallet passes. */
export const WalletPassesInput = z
  .object({ bmpCredentials: z.array(WalletPassInput).min(1).max(maxWalletPasses) })
  .meta({ id: 'BrivoWalletPasses' })

/** What a body of Assign/revoke brivo wallet passes names. */
export const walletPassesOf = ({ bmpCredentials }: z.infer<typeof WalletPassesInput>): WalletPassOf[] =>
  bmpCredentials.map(({ userId, accessCredentialId, referenceId }) => ({ userId, credentialId: accessCredentialId, referenceId }))
