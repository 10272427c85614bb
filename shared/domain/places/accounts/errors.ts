/** The API document gives the summary to administrators of type SENIOR and MASTER only. */
export type SummaryDenied = { kind: 'summary_denied' }

/** What an operation of accounts can end in on an API's route, besides the errors that every module has. */
export type AccountError = SummaryDenied
