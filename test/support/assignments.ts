import { readAuthority } from '../../shared/domain/identity/administrators/authority.ts'
import type { AdministratorPrincipal } from '../../shared/domain/identity/principals/principal.ts'
import { withOwner } from './administrators.ts'

/** What a request says of one kind of thing: all, these, or none. */
const assignment = (assigned: 'all' | readonly number[]) =>
  assigned === 'all' ? { assignmentType: 'ALL' } : { assignmentType: 'SELECTED', selectedIds: assigned }

type Wanted = { sites?: readonly number[]; groups?: readonly number[]; scenarios?: readonly number[] }

/** The body of Configure admin assignments; what is left out is all. */
export const assignmentsBody = ({
  sites = 'all' as const,
  groups = 'all' as const,
  scenarios = 'all' as const,
}: Wanted | Everything) => ({
  sites: assignment(sites),
  groups: assignment(groups),
  emergencyScenarios: assignment(scenarios),
})
type Everything = { sites?: 'all'; groups?: 'all'; scenarios?: 'all' }

/** An account whose owner calls, and Lee, a SENIOR who may create administrators and to whom all is assigned. */
export const withLee = async () => {
  const api = await withOwner()
  const lee = await api.add({ username: 'lee', type: 'SENIOR', canCreateAdmins: true })
  /** Somebody as a token acts for them once notices have been read. */
  const current = async (who: AdministratorPrincipal): Promise<AdministratorPrincipal> => {
    const { authority } = await readAuthority(api.deps, who.accountId, who.administratorId)
    return { ...who, grants: authority?.grants ?? [] }
  }
  /** Lee, once limited to this. */
  const limited = async (wanted: Wanted): Promise<AdministratorPrincipal> => {
    const path = `/assignments/${lee.administratorId}`
    const { status, text } = await api.call('POST', path, { body: assignmentsBody(wanted), as: api.as })
    if (status !== 200) throw new Error(text)
    return current(lee)
  }
  return { ...api, lee, current, limited }
}
