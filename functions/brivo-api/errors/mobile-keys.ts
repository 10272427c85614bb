import type { MobileKeyError } from '../../../shared/domain/people/mobile-keys/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

const passes = { mobilePasses: 'Brivo Mobile Passes', walletPasses: 'Brivo Wallet Passes' } as const

export const mobileKeyAnswers = {
  invitation_pending: {
    status: 409,
    message: () => 'There is already a pending invitation for the cardHolder. No new invitation will be generated',
  },
  has_mobile_key: {
    status: 409,
    message: ({ credentialId }) =>
      `The cardHolder has the digital credential ${credentialId}. No new invitation will be generated`,
  },
  allotment_used_up: { status: 412, message: ({ of }) => `You don't have any ${passes[of]} available.` },
  no_mail_address: {
    status: 400,
    message: () => "Invalid value for 'referenceId': it is no e-mail address, and the user has none",
  },
  mobile_key_not_valid: {
    status: 400,
    message: ({ credentialId, userId }) =>
      `Invalid value '${credentialId}' for 'accessCredentialId': it is no mobile pass of user ${userId}, or given twice`,
  },
  not_a_card_holder: { status: 403, message: () => 'Invalid user' },
  unknown_access_code: { status: 404, message: () => 'Digital invitation not found' },
  too_many_codes: { status: 429, message: () => 'Too many wrong codes came from this address; try again in 15 minutes' },
} as const satisfies Answers<MobileKeyError>
