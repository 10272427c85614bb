import { expect, it } from 'vitest'
import { systemResolve } from '../../functions/webhook-sender/resolve.ts'

it('a name that no name server can be asked for has no address, and is no fault of the resolver', async () => {
  expect(await systemResolve(`${'a.'.repeat(140)}com`)).toEqual([])
})
