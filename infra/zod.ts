/**
 * What bundles take for `zod`: all that schemas are made of, and none of its 50 languages, its compiler and its reader of JSON
 * schemas. They hang on `z` in the package, so esbuild cannot leave them out, and every cold start would read 320 KB more.
 */
export * as z from './zod-parts.ts'
export * from './zod-parts.ts'
