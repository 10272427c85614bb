const secondsOfDay = 86_400

/** Seconds after midnight of `HH:MM`. By the field's convention an end of 23:59 includes that minute: it is the end of the day. */
export const secondOf = (text: string, role: 'start' | 'end'): number =>
  role === 'end' && text === '23:59' ? secondsOfDay : Number(text.slice(0, 2)) * 3_600 + Number(text.slice(3, 5)) * 60

/**
 * A time of day as this API writes it: `HH:MM`, and the end of the day as `23:59`. A time with seconds, which this API cannot
 * set but another may have, is written `HH:MM:SS`.
 */
export const timeOfDay = (second: number): string => {
  if (second === secondsOfDay) return '23:59'
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = `${two(Math.floor(second / 3_600))}:${two(Math.floor(second / 60) % 60)}`
  return second % 60 === 0 ? minutes : `${minutes}:${two(second % 60)}`
}
