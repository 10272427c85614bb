/** Ends the program with one line for the person who started it. */
export const fail = (line) => {
  process.stderr.write(`${line}\n`)
  process.exit(1)
}

/** The major version of `v24.1.0` or `24.1.0`. */
export const majorOf = (version) => Number(version.replace(/^v/, '').split('.')[0])
