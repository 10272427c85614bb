import type { testApi } from './api.ts'

/** An account with a custom field of each type: their ids, and `add` for people with values of them. */
export const withFields = async ({ call }: Pick<ReturnType<typeof testApi>, 'call'>) => {
  const field = async (fieldName: string, fieldType: string, more: object = {}): Promise<number> =>
    (await call('POST', '/custom-fields', { body: { fieldName, fieldType, ...more } })).json.id
  const ids = {
    text: await field('Department', 'TEXT'),
    number: await field('ID', 'NUMBER'),
    date: await field('Birth Date', 'DATE', { pattern: 'MM/dd/yyyy' }),
  }
  const add = (lastName: string, values: Partial<Record<keyof typeof ids, unknown>> = {}, more: object = {}) => {
    const names = Object.keys(values) as (keyof typeof ids)[]
    const customFields = names.map((name) => ({ id: ids[name], value: values[name] }))
    return call('POST', '/users', { body: { firstName: 'Ann', lastName, customFields, ...more } })
  }
  return { ids, add }
}
