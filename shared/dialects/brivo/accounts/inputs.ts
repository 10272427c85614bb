import { z } from 'zod'
import type { AccountDetails, Contact } from '../../../domain/places/accounts/entity.ts'
import { definedOf } from '../../../lib/defined.ts'
import { plainLine, plainText } from '../../../lib/text.ts'
import { FirstAdministratorInput } from '../administrators/inputs.ts'
import { absentWhenNullEach } from '../values.ts'

const line = plainLine(100)
const optionalLine = plainLine(100, { min: 0 })
const Email = optionalLine.regex(/^([^\s@]+@[^\s@]+)?$/, { error: 'Invalid input: it is not an e-mail address' })

const person = { firstName: line, lastName: line, telephoneNumber: line }
const address = { streetAddress1: line, city: line, state: line, postalCode: line }
const optional = {
  streetAddress2: optionalLine,
  country: optionalLine,
  telephoneExtension: optionalLine,
  email: Email,
  notes: plainLine(1_000, { min: 0 }),
}

/** Whom to call about an account (API document, Update Account, contact). */
export const ContactInput = z.object({ ...person, ...address, ...absentWhenNullEach(optional) }).meta({ id: 'ContactInput' })

/** Whom to call in an emergency: the document does without the address. */
const EmergencyInput = z
  .object({ ...person, ...absentWhenNullEach({ ...address, ...optional }) })
  .meta({ id: 'EmergencyContactInput' })

const example = {
  name: 'Acme Corp',
  description: 'Acme Operation North Division',
  contact: {
    streetAddress1: '413 Cheshire Way',
    city: 'ThisWay',
    state: 'Underland',
    postalCode: '21255',
    country: 'United States',
    telephoneNumber: '222-333-1111',
    telephoneExtension: '33',
    firstName: 'Alice',
    lastName: 'Carroll',
  },
}

/** Body of Update Account: what is left out is removed, except for notes. */
export const AccountInput = z
  .object({
    name: plainText('name', 100),
    description: plainText('description', 500, { min: 0 }).nullish(),
    contact: ContactInput,
    emergency: EmergencyInput.nullish(),
    billing: ContactInput.nullish(),
  })
  .meta({ id: 'AccountInput', example })

const masterAdmin = { username: 'alice.carroll', firstName: 'Alice', lastName: 'Carroll', email: 'alice@acme.example' }

/** Body that creates the account of a customer. */
export const NewAccountInput = AccountInput.extend({ masterAdmin: FirstAdministratorInput }).meta({
  id: 'NewAccountInput',
  example: { ...example, masterAdmin },
})

/** What a body of Update Account asks for. */
export const accountDetailsOf = (body: z.infer<typeof AccountInput>): AccountDetails => ({
  name: body.name,
  contact: contactOf(body.contact),
  ...(body.description ? { description: body.description } : {}),
  ...(body.emergency ? { emergency: contactOf(body.emergency) } : {}),
  ...(body.billing ? { billing: contactOf(body.billing) } : {}),
})

/** The lines of a contact that say something. Empty notes stay: they take the notes away. */
export const contactOf = ({ notes, ...lines }: z.infer<typeof EmergencyInput>): Contact => {
  const said = Object.fromEntries(Object.entries(definedOf(lines)).filter(([, text]) => text !== ''))
  return notes === undefined ? said : { ...said, notes }
}
