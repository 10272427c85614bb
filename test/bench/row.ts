/** One line of the bench: what was measured and how it stands to its budget. */
export type Row = { name: string; ours: string; against: string; ratio?: string; budget: string }

export const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))

/** The value that `share` of the values are at most: the nearest of them, never one between two. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

export const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** A row that compares the medians of two series of one run. */
export const ratioRow = (name: string, ours: number[], against: number[], budget: string): Row => ({
  name,
  ours: median(ours).toFixed(1),
  against: median(against).toFixed(1),
  ratio: (median(ours) / median(against)).toFixed(2),
  budget,
})

/** Two rows of one series of milliseconds, its 50th and its 99th percentile beside the longest; only the latter has a budget. */
export const quantileRows = (name: string, times: readonly number[], mostP99Ms: number): Row[] =>
  ([0.5, 0.99] as const).map((share) => ({
    name: `${name}, p${share * 100} ms`,
    ours: quantile(times, share).toFixed(0),
    against: share === 0.5 ? `${times.length} times` : `max ${Math.max(...times).toFixed(0)}`,
    budget: share === 0.5 ? '' : `at most ${mostP99Ms}`,
  }))
