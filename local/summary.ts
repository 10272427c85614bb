import type { Cloud } from './cloud/launch.ts'

/** What `npm start` prints when everything runs. */
export const summary = (cloud: Cloud): string => JSON.stringify(cloud.urls, null, 2)
