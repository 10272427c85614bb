import type { SiteError } from '../../../shared/domain/places/sites/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

export const siteAnswers = {
  site_has_panels: {
    status: 412,
    message: ({ count }) => `The site has ${count} control panel(s): move them to another site or delete them first`,
  },
  site_has_cameras: {
    status: 412,
    message: ({ count }) => `The site has ${count} camera(s): move them to another site or delete them first`,
  },
} as const satisfies Answers<SiteError>
