import { type Clock, second } from '../../shared/lib/clock.ts'
import type { Result } from '../../shared/lib/result.ts'
import { CloudKeys } from '../../shared/panel-protocol/pairing.ts'
import { type SignatureError, type VerifyKeys, verifyKeys } from '../../shared/panel-protocol/signing.ts'

/** A key that nobody knows may not make the panel ask for keys all the time. */
const refreshEveryMs = 30 * second

/** Whose signatures the panel believes. When one is by a key that is new, the panel asks its cloud for the keys, and looks once more. */
export type Trust = Awaited<ReturnType<typeof createTrust>>

export const createTrust = async (
  known: CloudKeys,
  place: { now: Clock; fetchKeys: () => Promise<string | undefined>; keep: (keys: CloudKeys) => Promise<void> },
) => {
  let keys = await verifyKeys(known)
  let refreshedAt = Number.NEGATIVE_INFINITY

  const refresh = async (): Promise<boolean> => {
    if (place.now() - refreshedAt < refreshEveryMs) return false
    refreshedAt = place.now()
    const fetched = CloudKeys.safeParse(jsonOf(await place.fetchKeys()))
    if (!fetched.success || fetched.data.keys.length === 0) return false
    keys = await verifyKeys(fetched.data)
    await place.keep(fetched.data)
    return true
  }

  return {
    /** Verifies with one of the protocol's functions: `trust.check(verifyCommand, jws)`. */
    async check<T>(
      verify: (keys: VerifyKeys, jws: string) => Promise<Result<T, SignatureError>>,
      jws: string,
    ): Promise<Result<T, SignatureError>> {
      const first = await verify(keys, jws)
      if (first.ok || first.error.kind !== 'unknown_key' || !(await refresh())) return first
      return verify(keys, jws)
    },
  }
}

const jsonOf = (text: string | undefined): unknown => {
  try {
    return text && JSON.parse(text)
  } catch {
    return undefined
  }
}
