import { z } from 'zod'
import type { Account } from '../../../domain/places/accounts/entity.ts'
import { type AccountFeature, accountFeatures, hasFeature } from '../../../domain/places/accounts/features.ts'
import { defaultOf, type SettingKey, settingKeys, settings } from '../../../domain/places/accounts/settings.ts'
import { TextOrNumber } from '../values.ts'

/** What the document calls and numbers each setting (Update Account Setting). Ids above 90000 are ours: the document gives none. */
const names: Readonly<Record<SettingKey, { id: number; name: string }>> = {
  mobilePassAllotment: { id: 1, name: 'MOBILE_PASS_ALLOTMENT' },
  walletPassesEnabled: { id: 12, name: 'NFC_CREDENTIAL_ENABLED' },
  onAirBlocked: { id: 13, name: 'BLOCK_ONAIR' },
  eventsSuppressed: { id: 14, name: 'SUPPRESS_EVENTS' },
  walletPassAllotment: { id: 19, name: 'NFC_ALLOTMENT' },
  allegionEnabled: { id: 26, name: 'BRIVO_ALLEGION_MOBILE_PASS' },
  allegionAllotment: { id: 27, name: 'BRIVO_ALLEGION_MOBILE_PASS_ALLOTMENT' },
  passTransfer: { id: 90_001, name: 'ENABLE_PASS_TRANSFER' },
  format100Name: { id: 90_002, name: 'CREDENTIAL_FORMAT_100_NAME' },
  pinLength: { id: 90_003, name: 'MIN_PIN_LENGTH' },
  applicationLimit: { id: 90_004, name: 'APPLICATION_LIMIT' },
}

/** The setting that an id of the API names. */
export const settingOf = (id: number): SettingKey | undefined => settingKeys.find((key) => names[key].id === id)

/** What the API calls a setting. */
export const settingName = (key: SettingKey): string => names[key].name

/** Body of Update Account Setting: a text, or what is written as one. */
export const SettingInput = z
  .object({
    value: z.union([TextOrNumber, z.boolean()], { error: "Invalid value for 'value': expected a text" }).transform(String),
  })
  .meta({ id: 'AccountSettingInput', example: { value: '6' } })

export const SettingWire = z
  .object({ id: z.number(), name: z.string(), value: z.string(), defaultValue: z.string() })
  .meta({ id: 'AccountSetting' })

/** One setting of an account (API document, List Account Settings). */
export const settingWire =
  (key: SettingKey) =>
  (account: Account): z.infer<typeof SettingWire> => ({
    ...names[key],
    value: settings[key].read(account),
    defaultValue: defaultOf(key),
  })

/** All settings of an account, in order of their ids. */
export const settingsWire = (account: Account) => ({
  data: settingKeys.map((key) => settingWire(key)(account)),
  count: settingKeys.length,
})

/** Features as the document shows them (Feature Listing for an account); ids above 90000 are ours. */
const features: Readonly<Record<AccountFeature, { id: number; name: string }>> = {
  api: { id: 14, name: 'Premise API' },
  mobilePasses: { id: 19, name: 'Brivo Phone Pass' },
  trustedNetworks: { id: 22, name: 'Trusted Network Restrictions' },
  walletPasses: { id: 90_001, name: 'Wallet Passes' },
  allegion: { id: 90_002, name: 'Allegion Mobile Pass' },
}
export const AccountFeatureWire = z
  .object({ id: z.number(), name: z.string(), enabled: z.boolean() })
  .meta({ id: 'AccountFeature' })

/** The features of an account and whether it has them. */
export const accountFeaturesWire = (account: Account) => ({
  data: accountFeatures.map((feature) => ({ ...features[feature], enabled: hasFeature(account, feature) })),
  count: accountFeatures.length,
})
