/** A body that creates a card of 26 bits from its bits, with field numbers as other clients send them. */
export const card = {
  credentialFormat: { id: 100 },
  referenceId: '329',
  encodedCredential: '28c0293',
  fieldValues: [
    { id: 121, value: '329' },
    { id: 212, value: '70' },
  ],
  credentialUsedWithOfflineLocks: true,
}

/** A body that creates a card of 26 bits from its field values. */
export const byFields = (number: number | string, facility: number | string) => ({
  credentialFormat: { id: 100 },
  fieldValues: [
    { id: 1, value: number },
    { id: 2, value: facility },
  ],
})

/** What an answer says of that card, without its fields. */
export const cardWire = {
  credentialFormat: { id: 100, name: 'Standard 26 Bit' },
  referenceId: '329',
  encodedCredential: '28c0293',
  size: 26,
  accountId: 1,
}

/** The fields of that card, their names after a prefix. */
export const cardFields = (prefix: string) => [
  { id: 1, value: '329', name: `${prefix}card_number` },
  { id: 2, value: '70', name: `${prefix}facility_code` },
]
