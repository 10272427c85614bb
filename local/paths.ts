import { dirname, join } from 'node:path'

/** The folder of package.json: everything else is named from here, so the current directory does not matter. */
export const repositoryRoot = dirname(import.meta.dirname)

/** The pinned Node this process runs on: children use the same one. */
export const nodeProgram = process.execPath

/** A program of the local cloud, by its path under `local/`. */
export const localProgram = (path: string): string => join(repositoryRoot, 'local', path)
