import { describe, expect, it } from 'vitest'
import { siteAnswers } from '../../../functions/brivo-api/errors/sites.ts'
import type { NotFound } from '../../../shared/domain/common-errors.ts'
import type { SiteError } from '../../../shared/domain/places/sites/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

describe('the answers to expected errors', () => {
  it('do not compile without a line for a kind', () => {
    // @ts-expect-error there is no line for not_found
    const lacking = siteAnswers satisfies Answers<SiteError | NotFound>
    expect(lacking).not.toHaveProperty('not_found')
  })
})
