import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const ROOT = path.resolve(import.meta.dirname, '../..')

export type Source = { readonly file: string; readonly text: string; readonly imports: readonly string[] }

/** Every file of the program, by its path below src/, with the files it imports. */
export const sources: readonly Source[] = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => file.endsWith('.ts') && !file.startsWith('db/generated/') && !file.startsWith('client/'))
  .map((file) => {
    const text = readFileSync(path.join(ROOT, 'src', file), 'utf8')
    return { file, text, imports: importsOf(file, text) }
  })

function importsOf(file: string, text: string): string[] {
  const names = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, name]) => name ?? '')
  return names.flatMap((name) => {
    if (name.startsWith('./')) return [path.posix.normalize(path.posix.join(path.posix.dirname(file), name))]
    if (name.startsWith('#src/')) return [name.slice('#src/'.length)]
    return name.startsWith('#') ? [name.slice(1)] : []
  })
}

/** The libraries a file imports. */
export const librariesOf = ({ text }: Source): string[] =>
  [...text.matchAll(/from '([^'.#][^']*)'/g)].map(([, name]) => name ?? '')
