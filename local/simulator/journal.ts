import { open } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { writeAtomically } from './store.ts'
import { createTurns } from './turns.ts'

const linesPerWrite = 1_000

/**
 * Opens a journal, an append-only file of JSON lines, creating it when it is missing, and reads what it holds, in order, through `onEntry`. Lines that are not JSON
 * are passed over: the last append before a power cut may be torn, and nothing said that it was safe.
 */
export const openJournal = async (path: string, onEntry: (entry: unknown) => void) => {
  let file = await open(path, 'a+', 0o600)
  let lines = 0
  for await (const line of file.readLines({ start: 0, autoClose: false })) {
    lines += 1
    const entry = parsed(line)
    if (entry !== undefined) onEntry(entry)
  }
  const inTurn = createTurns()
  // A torn last line must not swallow the first line to come.
  let isTorn = lines > 0
  let isClosed = false
  let pending: { text: string; lines: number; onWritten: () => void }[] = []
  let scheduled: Promise<void> | undefined

  // Everything that gathered while the last write ran goes out in one write: that is what makes a forced write cheap.
  const writePending = async () => {
    const written = pending
    pending = []
    scheduled = undefined
    if (isClosed) throw new Error('The journal is closed')
    const text = `${isTorn ? '\n' : ''}${written.map((one) => one.text).join('')}`
    isTorn = true
    await file.appendFile(text)
    await file.datasync()
    isTorn = false
    for (const one of written) {
      lines += one.lines
      one.onWritten()
    }
  }

  return {
    /**
     * Resolves when the entries are on the disk, after calling `onWritten`: in the order of the file, and before any later write
     * or rewrite. Rejects when they may not be on the disk, and then they must not be relied on.
     */
    append(entries: readonly object[], onWritten: () => void): Promise<void> {
      pending.push({ text: [...linesOf(entries)].join(''), lines: entries.length, onWritten })
      scheduled ??= inTurn(writePending)
      return scheduled
    },
    /** Replaces the whole content, atomically, by what `entries` gives when its turn comes. */
    rewrite: (entries: () => readonly object[]): Promise<void> =>
      inTurn(async () => {
        if (isClosed) return
        const kept = entries()
        await writeAtomically(dirname(path), basename(path), linesOf(kept))
        await file.close()
        file = await open(path, 'a', 0o600)
        lines = kept.length
        isTorn = false
      }),
    /** Lines in the file. */
    lines: () => lines,
    /** Waits for what was appended, then closes. Later appends are refused. */
    close: (): Promise<void> =>
      inTurn(async () => {
        if (isClosed) return
        isClosed = true
        await file.close()
      }),
  }
}

/** In pieces of many lines: one write for each line would be slow. */
function* linesOf(entries: readonly object[]) {
  for (let from = 0; from < entries.length; from += linesPerWrite) {
    const piece = entries.slice(from, from + linesPerWrite)
    yield piece.map((entry) => `${JSON.stringify(entry)}\n`).join('')
  }
}

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
