import { z } from 'zod'
import { FeatureWire, featureWire } from '../../../../shared/dialects/brivo/features/wire.ts'
import { featureCatalogue } from '../../../../shared/domain/identity/features/catalogue.ts'
import { may } from '../../../../shared/domain/identity/principals/may.ts'
import { route } from '../../../../shared/http/route.ts'
import { on } from '../../route.ts'
import { json } from '../../wire.ts'

const list = route('get', '/', {
  operationId: 'listFeatures',
  permission: 'none',
  responses: { 200: json('Every feature of roles, and what the caller has of each', z.array(FeatureWire)) },
})

/** `/v1/api/features` */
export const featureRoutes = () => [
  on(list, async (c) => {
    const { principal } = c.var
    const held = featureCatalogue.flatMap(({ permissions }) =>
      permissions.filter(({ gives }) => gives.every((permission) => may(principal, permission))).map(({ id }) => id),
    )
    const has = (id: number) => held.some((one) => one === id)
    return c.json(
      featureCatalogue.map((feature) => featureWire(feature, has)),
      200,
    )
  }),
]
