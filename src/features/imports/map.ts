import { readFileSync } from 'node:fs'
import { AppError } from '#lib/errors.ts'
import { fieldNamed, type ColumnMap } from './detect.ts'
import { FIELDS, type Field } from './layout.ts'

/** Reads `title=Summary,tags=Label` or the name of a JSON file such as `{ "title": "Summary", "tags": ["A", "B"] }`. */
export function readMap(text: string): ColumnMap {
  return mapOf(/\.json$/i.test(text.trim()) ? pairsOfFile(text.trim()) : pairsOf(text))
}

type Pair = readonly [name: string, column: string]

function mapOf(pairs: readonly Pair[]): ColumnMap {
  const map = new Map<Field, string[]>()
  for (const [name, column] of pairs) {
    const field = fieldNamed(name)
    if (!field) throw new AppError('invalid', `--map: “${name}” is no field. Fields: ${FIELDS.join(', ')}.`)
    map.set(field, [...(map.get(field) ?? []), column])
  }
  return map
}

/** A comma ends a pair only where another one follows, so that columns may have commas in their names. */
function pairsOf(text: string): Pair[] {
  return text.split(/,(?=\s*[\w ]+=)/).map((part) => {
    const at = part.indexOf('=')
    const pair = [part.slice(0, at).trim(), part.slice(at + 1).trim()] as const
    if (at < 1 || pair[1] === '') throw new AppError('invalid', `--map: “${part.trim()}” is not FIELD=COLUMN.`)
    return pair
  })
}

function pairsOfFile(file: string): Pair[] {
  const content = parsed(file)
  if (typeof content !== 'object' || content === null || Array.isArray(content)) throw notAMap(file)

  return Object.entries(content).flatMap(([name, columns]) =>
    (Array.isArray(columns) ? columns : [columns]).map((column: unknown): Pair => {
      if (typeof column !== 'string') throw notAMap(file)
      return [name, column]
    }),
  )
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new AppError('invalid', `--map: ${file} cannot be read as JSON.`, { cause })
  }
}

const notAMap = (file: string) =>
  new AppError('invalid', `--map: ${file} must hold fields and columns, such as { "title": "Summary" }.`)
