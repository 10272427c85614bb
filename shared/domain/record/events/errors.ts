/** The key that the panel signed with is not its own, or is no longer. */
export type NotThisPanel = { kind: 'not_this_panel' }
