/** The languages in which people are written to. */
export const languages = ['en', 'fr', 'es', 'nl', 'de', 'sv'] as const
export type Language = (typeof languages)[number]

/** An instant (epoch milliseconds) as people who read this language write it, in UTC. */
export const writtenInstant = (at: number, language: Language): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(at)
