/** One line of the bench: what was measured and how it stands to its budget. */
export type Row = { name: string; ours: string; against: string; ratio?: string; budget: string }

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
