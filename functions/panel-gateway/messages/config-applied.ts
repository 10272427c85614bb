import type { ConfigApplied } from '../../../shared/panel-protocol/config-applied.ts'
import type { GatewayDeps } from '../deps.ts'
import type { Heard, Speaker } from '../speaker.ts'

/** The panel runs a new version of its rules, or refused it. */
export const configApplied = async (
  { presences, now }: Pick<GatewayDeps, 'presences' | 'now'>,
  { accountId, panelId, line }: Speaker,
  { version, ok, error }: ConfigApplied,
): Promise<Heard> => {
  if (ok) await presences.applied(accountId, panelId, line, version)
  else {
    const refused = { version, at: now(), ...(error === undefined ? {} : { error }) }
    await presences.refused(accountId, panelId, line, refused)
  }
  return 'heard'
}
