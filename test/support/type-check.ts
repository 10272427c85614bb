import { join } from 'node:path'
import { API } from 'typescript/unstable/sync'

const sdk = join(import.meta.dirname, '..', '..', 'sdk')

/**
 * What the compiler finds wrong with programs that use the client, each by its name: `name: message`. They are modules beside
 * `sdk/src`, in memory only, and are checked together in one program, as strictly as the client itself.
 */
export const typeProblems = (programs: Readonly<Record<string, string>>): string[] => {
  const folder = join(sdk, 'programs')
  const config = join(folder, 'tsconfig.json')
  const modules = Object.entries(programs).map(([name, source]) => [join(folder, `${name}.ts`), source] as const)
  const options = { rootDir: '..', noEmit: true, allowImportingTsExtensions: true }
  const settings = { extends: '../tsconfig.json', compilerOptions: options, files: modules.map(([file]) => file), include: [] }
  const files = new Map([[config, JSON.stringify(settings)], ...modules])
  const api = new API({
    cwd: sdk,
    // Undefined says that the file is asked for on disk.
    fs: {
      readFile: (file) => files.get(file),
      fileExists: (file) => files.has(file) || undefined,
      directoryExists: (name) => name === folder || undefined,
    },
  })
  try {
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config)
    if (project === undefined) throw new Error(`The compiler does not know ${config}`)
    const { program } = project
    const found = [
      ...program.getConfigFileParsingDiagnostics(),
      ...program.getProgramDiagnostics(),
      ...program.getSyntacticDiagnostics(),
      ...program.getSemanticDiagnostics(),
    ]
    const nameOf = (file = '') => file.replace(`${folder}/`, '').replace(/\.ts$/, '')
    return found.map(({ fileName, text }) => `${nameOf(fileName)}: ${text}`)
  } finally {
    api.close()
  }
}
