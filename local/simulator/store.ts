import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** One panel's folder of files, each written whole or not at all: a power cut leaves the old content or the new. */
export type Store = Awaited<ReturnType<typeof openStore>>

export const openStore = async (directory: string) => {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  return {
    path: (name: string) => join(directory, name),
    /** Undefined when there is no such file. */
    async read(name: string): Promise<Buffer | undefined> {
      try {
        return await readFile(join(directory, name))
      } catch (thrown) {
        if (isMissing(thrown)) return undefined
        throw thrown
      }
    },
    /** Resolves when the content is on the disk. Throws when it may not be, and then the old content still is. */
    write: (name: string, content: string | Uint8Array) => writeAtomically(directory, name, content),
    remove: (name: string) => rm(join(directory, name), { force: true }),
  }
}

/** Writes beside, forces it to the disk, and renames over: readers see one or the other. */
export const writeAtomically = async (directory: string, name: string, content: string | Uint8Array | Iterable<string>) => {
  const temporary = join(directory, `${name}.new`)
  const file = await open(temporary, 'w', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, join(directory, name))
  await syncDirectory(directory)
}

/** A rename is safe only once its folder is on the disk. */
const syncDirectory = async (directory: string) => {
  const folder = await open(directory, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** The folder of one panel: readable, and its own whatever the serial number says; none leads out of `dataDir`. */
export const panelDirectory = (dataDir: string, serialNumber: string): string => {
  const readable = serialNumber.replace(/[^A-Za-z0-9-]/g, '_')
  return join(dataDir, `${readable}-${createHash('sha256').update(serialNumber).digest('hex').slice(0, 8)}`)
}

const isMissing = (thrown: unknown) => thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
