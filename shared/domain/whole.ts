import type { Deps } from './deps.ts'

/**
 * The same dependencies with stores that no assignment narrows: for what a change has to know beyond what its caller may see, such
 * as all doors of a scenario. What is read so is never answered.
 */
export const whole = <Needed extends Pick<Deps, 'whole'>>(deps: Needed): Needed => ({ ...deps, ...deps.whole })
