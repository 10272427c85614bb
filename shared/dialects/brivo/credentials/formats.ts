/** A format of cards as this API lists it (API document, List credential formats): each field has an id of its own. */
type FormatNames = { id: number; name: string; fields: readonly { id: number; name: string }[] }

const named = (name: string) => (id: number) => ({ id, name })
const card = named('card_number')
const facility = named('facility_code')
const agency = named('agency_code')
const system = named('system_code')
/** Formats of identity cards call their number so. */
const credential = named('credential_number')

/**
 * The names of the formats, by the document's table of supported formats (Create New Credential), and of their fields. Where the
 * document is silent they are those of recorded answers: the PIV formats 202 and 203, and all five fields of 306.
 */
export const formatNames: readonly FormatNames[] = [
  { id: 100, name: 'Standard 26 Bit', fields: [card(1), facility(2)] },
  { id: 102, name: 'HID Corporate 1000', fields: [card(5), facility(6)] },
  { id: 103, name: 'HID 37 bit w Facility Code', fields: [card(10), facility(11)] },
  { id: 104, name: 'HID 37 bit', fields: [card(14)] },
  { id: 105, name: 'Generic 34 bit (Even)', fields: [card(17), facility(18)] },
  { id: 106, name: 'Casi-Rusco 40 bit', fields: [card(25), facility(26)] },
  { id: 107, name: 'Generic 34 bit (Odd)', fields: [card(21), facility(22)] },
  { id: 108, name: 'HID 33 bit', fields: [card(29), facility(30)] },
  { id: 109, name: 'HID 33 D10202 bit', fields: [card(33), facility(34)] },
  { id: 110, name: 'Unknown format', fields: [] },
  { id: 111, name: '75-bit PIV', fields: [card(37), system(38), agency(39)] },
  {
    id: 201,
    name: 'FASC-N',
    fields: [
      agency(43),
      system(45),
      credential(47),
      { id: 49, name: 'credential_series' },
      { id: 51, name: 'individual_credential_issue' },
    ],
  },
  { id: 202, name: '64-bit Reverse BCD PIV for CodeBench', fields: [] },
  { id: 203, name: '64-bit BCD PIV for CodeBench', fields: [] },
  { id: 301, name: '30-bit Wiegand', fields: [card(61), facility(62)] },
  { id: 302, name: 'Allegion 34S', fields: [card(81), facility(82)] },
  { id: 304, name: 'HID Corporate 1000 48-bit', fields: [card(106), facility(107)] },
  { id: 305, name: '128-bit PIV', fields: [agency(121), system(122), credential(123)] },
  { id: 306, name: 'PIV-I', fields: [credential(141), credential(142), credential(143), credential(144), credential(145)] },
  { id: 307, name: 'Brivo Mobile Pass', fields: [] },
  { id: 309, name: 'Allegion 40-Bit', fields: [card(181), facility(182)] },
]

const byId = new Map(formatNames.map((format) => [format.id, format]))
const fieldsById = new Map(formatNames.flatMap(({ fields }) => fields.map(({ id, name }) => [id, name])))

/** The one format whose name is a setting of the account. */
const adjustableFormat = 100

/** What an account calls a format; empty when there is none with this id. */
export const formatName = (id: number, format100Name: string): string =>
  id === adjustableFormat ? format100Name : (byId.get(id)?.name ?? '')

/** The name of a field of a format; empty when there is none with this id. */
export const fieldName = (id: number): string => fieldsById.get(id) ?? ''
