import type { CloudSettings } from '../cloud/settings.ts'
import { layout } from './layout.ts'

/** The page at the root of the HTTP listener. */
export const startPage = (_settings: CloudSettings): string => layout('Sallyport on this machine', '<p>Starting.</p>')
