import { z } from 'zod'
import type { Account, AccountSettings } from './entity.ts'
import { allotmentsOf, applicationLimitOf, format100NameOf, passTransferOf, pinDigits, pinLengthOf } from './entity.ts'

/** The settings that an account shows. What they are called and numbered is a matter of each API. */
export const settingKeys = [
  'mobilePassAllotment',
  'walletPassesEnabled',
  'onAirBlocked',
  'eventsSuppressed',
  'walletPassAllotment',
  'allegionEnabled',
  'allegionAllotment',
  'passTransfer',
  'format100Name',
  'pinLength',
  'applicationLimit',
] as const
export type SettingKey = (typeof settingKeys)[number]

/** Where the values of settings are read from. */
type Settled = Pick<Account, 'settings'>

/**
 * A setting. `read` gives its value as a text; `change` takes a text and gives what it changes of the account's settings. A setting
 * without `change` is decided by the contract with the dealer, and nobody changes it here.
 */
type Setting = {
  read: (account: Settled) => string
  change?: (value: string) => Partial<AccountSettings> | undefined
}

const wholeNumber = z
  .string()
  .regex(/^\d{1,2}$/)
  .transform(Number)
const flag = z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] })
const name = z
  .string()
  .trim()
  .normalize('NFC')
  .min(1)
  .max(50)
  .regex(/^\P{Cc}*$/u)

/** What each setting says and takes. */
export const settings: Readonly<Record<SettingKey, Setting>> = {
  mobilePassAllotment: { read: (account) => String(allotmentsOf(account).mobilePasses) },
  walletPassesEnabled: { read: (account) => String(allotmentsOf(account).walletPasses > 0) },
  onAirBlocked: { read: () => 'false' },
  eventsSuppressed: { read: () => 'false' },
  walletPassAllotment: { read: (account) => String(allotmentsOf(account).walletPasses) },
  allegionEnabled: { read: (account) => String(allotmentsOf(account).allegion > 0) },
  allegionAllotment: { read: (account) => String(allotmentsOf(account).allegion) },
  passTransfer: {
    read: (account) => String(passTransferOf(account)),
    change: (value) => setOnly('passTransfer', flag.safeParse(value).data),
  },
  format100Name: {
    read: format100NameOf,
    change: (value) => setOnly('format100Name', name.safeParse(value).data),
  },
  pinLength: {
    read: (account) => String(pinLengthOf(account)),
    change: (value) => {
      const digits = wholeNumber.safeParse(value).data
      const fits = digits !== undefined && digits >= pinDigits.min && digits <= pinDigits.max
      return setOnly('pinLength', fits ? digits : undefined)
    },
  },
  applicationLimit: { read: (account) => String(applicationLimitOf(account)) },
}

const setOnly = <Key extends keyof AccountSettings>(
  key: Key,
  value: AccountSettings[Key],
): Partial<AccountSettings> | undefined => (value === undefined ? undefined : { [key]: value })

const untouched: Settled = { settings: {} }

/** What a setting says where nobody has changed it. */
export const defaultOf = (key: SettingKey): string => settings[key].read(untouched)
