/**
 * The parts of undici that the sender uses. Its entry takes fetch, caches and mocks along, which no bundler can leave out of
 * CommonJS: a quarter of a megabyte more to read at each cold start. The version is pinned, and the test of bundles holds the size.
 */
declare module 'undici/lib/dispatcher/agent.js' {
  import { Agent } from 'undici'
  export = Agent
}

declare module 'undici/lib/dispatcher/pool.js' {
  import { Pool } from 'undici'
  export = Pool
}
