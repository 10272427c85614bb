import type { Administrator } from './entity.ts'

/** Whether they may act at `now`: sign in, and go on with what they signed in to. */
export const mayActAt = ({ active, expiresAt }: Pick<Administrator, 'active' | 'expiresAt'>, now: number): boolean =>
  active && (expiresAt === undefined || now < expiresAt)
