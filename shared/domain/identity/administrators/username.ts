import type { Deps } from '../../deps.ts'

/** What a username consists of: letters and digits of any script, and some marks. */
const usernameForm = /^[\p{L}\p{N}._@+-]{3,64}$/u

export const isUsername = (text: string): boolean => usernameForm.test(text)

/** Whether a new administrator can have this username: it is one, and nobody in the whole cloud has it. */
export const isUsernameAvailable = async (deps: Pick<Deps, 'administrators'>, username: string): Promise<boolean> =>
  isUsername(username) && !(await deps.administrators.isTaken(username))
