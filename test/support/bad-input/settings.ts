/*
 * The same input in every run, so that a fault found by one is found by all. `BAD_INPUT_RUNS=100` tries a hundred times as much;
 * `BAD_INPUT_SEED=7` tries other input. What fast-check prints of a failure has its seed.
 */
const seed = Number(process.env.BAD_INPUT_SEED ?? 20_260_302)
const times = Number(process.env.BAD_INPUT_RUNS ?? 1)

/** How a property is tried: `runs` inputs, more of them in a long run. */
export const tried = (runs: number) => ({ seed, numRuns: runs * times })
