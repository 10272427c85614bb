/** A mail as it is kept, one JSON file each, and as `GET /mails` answers it. `receivedAt` is in epoch milliseconds. */
export type Mail = {
  readonly id: string
  readonly from: string
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly bcc: readonly string[]
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly receivedAt: number
}
