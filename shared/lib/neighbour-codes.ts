/** The codes one lower and one higher, of the same length: `9…9` is followed by `0…0`. None of what is not digits. */
export const neighboursOf = (code: string): string[] => {
  if (!/^\d{1,15}$/.test(code)) return []
  const all = 10 ** code.length
  const beside = [-1, 1].map((by) => String((Number(code) + by + all) % all).padStart(code.length, '0'))
  return [...new Set(beside)].filter((one) => one !== code)
}
