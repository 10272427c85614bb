import { AwsSolutionsChecks } from 'cdk-nag'
import { describe, expect, it } from 'vitest'
import { stageNamed, stageNames, stages, withRateLimits } from '../../infra/stage.ts'
import { claimLifetime } from '../../shared/domain/identity/idempotency/entity.ts'
import { second } from '../../shared/lib/clock.ts'
import { appOf, synthesize } from './synthesized.ts'

describe.each(stageNames)('stage %s', (name) => {
  it("breaks none of cdk-nag's AwsSolutions rules, except what is acknowledged with a reason", { timeout: 120_000 }, () => {
    const { violations } = new AwsSolutionsChecks().validateScope(appOf(name))
    const found = violations.map(({ ruleName, violatingResources }) => [
      ruleName,
      violatingResources.map((each) => each.constructPath),
    ])
    expect(found).toEqual([])
  })
})

it.each(Object.values(stages))('a request of the API has ended when its claim of a key does', ({ functions }) => {
  expect(functions['brivo-api'].timeoutSeconds * second).toBeLessThan(claimLifetime)
})

it('a stage that does not exist is refused with the names of those that do', () => {
  expect(() => stageNamed('production')).toThrow('No stage is called "production"; there are local, dev, staging, prod.')
})

it.each(stageNames)('in stage %s an account may send more than one application, and less than all callers together', (name) => {
  const { rateLimits: limits, httpThrottle } = stages[name]
  expect(limits.accountGeneral).toBe(5 * limits.general)
  expect(limits.accountDoors).toBe(10 * limits.doors)
  expect(limits.accountRevocations).toBe(5 * limits.revocations)
  expect(limits.accountEmergencies).toBe(10 * limits.emergencies)
  if (name !== 'local') expect(limits.accountGeneral).toBeLessThan(60 * httpThrottle.rate)
})

describe('limits of requests that a person sets', () => {
  it('take the place of those that are named', () => {
    const { rateLimits } = withRateLimits(stages.prod, 'general=30, doors = 10,accountDoors=20')
    expect(rateLimits).toEqual({ ...stages.prod.rateLimits, general: 30, doors: 10, accountDoors: 20 })
  })

  it.each(['general', 'general=0', 'general=-1', 'windows=5', 'general=30,'])('are refused when they are %s', (text) => {
    expect(() => withRateLimits(stages.prod, text)).toThrow(
      'it takes general, doors, revocations, emergencies, cardHolder, accountGeneral, accountDoors, ',
    )
  })
})

describe('the templates of prod', () => {
  it("hold to CloudFormation's own rules", { timeout: 120_000 }, () => {
    // throws with a report when they do not
    expect(appOf('prod', { validate: true }).synth().stacks).toHaveLength(7)
  })

  it('change only when somebody means it', { timeout: 120_000 }, async () => {
    for (const [stack, template] of Object.entries(synthesize('prod').templates)) {
      const text = JSON.stringify(template.toJSON(), undefined, 2).replaceAll(/[0-9a-f]{64}/g, '<hash of the code>')
      await expect(`${text}\n`).toMatchFileSnapshot(`__snapshots__/${stack}.json`)
    }
  })
})
