import type { Limits } from '../../shared/domain/identity/principals/limits.ts'
import type { Endpoint } from '../../shared/http/route.ts'

/** The endpoints of one prefix. */
export type Mounted = Readonly<{ prefix: string; endpoints: readonly Endpoint[] }>

/**
 * Some of the endpoints of one prefix, which are loaded together. `name` tells one part from another. Endpoints that are loaded
 * with `limits` read and change nothing but what is assigned to that administrator.
 */
export type Part = Readonly<{ name: string; load: (limits?: Limits) => Promise<Mounted> }>

/** Where endpoints come from: a part that has every one that a path may be meant for, and all there are. */
export type Mounts = {
  partFor: (path: string) => Part | undefined
  all: () => Promise<readonly Mounted[]>
}
