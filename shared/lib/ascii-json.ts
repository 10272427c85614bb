const outsideAscii = /[^ -~]/g

const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

/**
 * JSON in ASCII alone: every other character is written as `\uXXXX`, a character outside the BMP as its two surrogates.
 * A queue accepts any such body, whatever characters of Unicode it refuses; `JSON.parse` gives the value back.
 */
export const asciiJson = (value: unknown): string => JSON.stringify(value).replace(outsideAscii, escaped)
