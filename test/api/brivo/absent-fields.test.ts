import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { mountsOf } from '../../../functions/brivo-api/mounts.ts'
import { testApi } from '../../support/api.ts'

/** The schemas within one: of its members, of its items, and of what a pipe begins with. */
const within = (schema: z.core.$ZodType): [string, z.core.$ZodType][] => {
  if (schema instanceof z.ZodObject) return Object.entries(schema.shape)
  if (schema instanceof z.ZodArray) return [['[]', schema.element]]
  if (schema instanceof z.ZodPipe) return [['', schema.in]]
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return [['', schema.unwrap()]]
  if (schema instanceof z.ZodUnion) return schema.options.map((option) => ['', option])
  return []
}

/** The fields of a body that may be left out and may not be `null`. */
const withoutNull = (schema: z.core.$ZodType, path: string): string[] =>
  within(schema).flatMap(([name, inner]) => {
    const here = name === '' ? path : `${path}.${name}`
    const takes = (value: unknown) => z.safeParse(inner, value).success
    const isWrong = schema instanceof z.ZodObject && takes(undefined) && !takes(null)
    return [...(isWrong ? [here] : []), ...withoutNull(inner, here)]
  })

describe('a field that may be left out', () => {
  it('may be null, in every body', async () => {
    // no endpoint is called, so none needs its dependencies
    const mounted = await mountsOf({} as Parameters<typeof mountsOf>[0]).all()
    const bodies = mounted.flatMap(({ prefix, endpoints }) =>
      endpoints.flatMap(({ route }) => {
        const json = route.request?.body?.content['application/json']
        const schema = json && 'schema' in json ? json.schema : undefined
        return schema instanceof z.ZodType ? [{ name: `${route.method} ${prefix}${route.path}`, schema }] : []
      }),
    )
    expect(bodies.length).toBeGreaterThan(20)
    expect(bodies.flatMap(({ name, schema }) => withoutNull(schema, name))).toEqual([])
  })

  it('has its default when it is null, and stays as it is in a change', async () => {
    const { call } = testApi()
    const { json: site } = await call('POST', '/sites', {
      body: { siteName: 'S', timeZone: 'UTC', address: { city: 'Bern', state: null } },
    })
    await call('PUT', `/sites/${site.id}`, { body: { siteName: null, timeZone: null, address: null } })
    expect((await call('GET', `/sites/${site.id}`)).json).toMatchObject({ siteName: 'S', address: { city: 'Bern' } })
    const panel = await call('POST', '/control-panels', { body: { name: 'P', serialNumber: 'SP-1', siteId: site.id } })
    const door = { name: 'D', controlPanelId: panel.json.id, activationEnabled: null, pulseSeconds: null }
    expect(await call('POST', '/access-points', { body: door })).toMatchObject({
      status: 200,
      json: { activationEnabled: true, pulseSeconds: 5 },
    })
  })
})
