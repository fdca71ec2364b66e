import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { applyEdits, modify, parse } from 'jsonc-parser'
import { AppError, messageOf } from '#lib/errors.ts'
import { readConfigFile } from './load.ts'
import { saveConfigFile } from './save.ts'
import { ConfigFile } from './schema.ts'

export type ConfigPath = readonly (string | number)[]
/** `undefined` takes the key out, so that its default holds again. */
export type ConfigEdit = { readonly path: ConfigPath; readonly value: unknown }

/** config.json as it stands: its text, what is written there, and what that means with all defaults. */
export type WrittenConfig = { readonly text: string; readonly raw: unknown; readonly file: ConfigFile }

/** Reads config.json to change it; a file that somebody has broken by hand is refused in words. */
export function readWrittenConfig(file: string): WrittenConfig {
  const checked = readConfigFile(file)
  const text = readText(file)
  return { text, raw: parse(text, [], { allowTrailingComma: true }), file: checked }
}

/** Tells whether these keys are as they were when a page was opened on them. */
export const configHash = ({ raw }: WrittenConfig, paths: readonly ConfigPath[]): string =>
  createHash('sha256')
    .update(JSON.stringify(paths.map((path) => valueAt(raw, path) ?? null)))
    .digest('hex')
    .slice(0, 32)

/** The same changes, as deep in the file as they can be made, so that comments stay; what changes nothing falls away. */
export const smallestEdits = (written: WrittenConfig, edits: readonly ConfigEdit[]): readonly ConfigEdit[] =>
  edits.flatMap((edit) => {
    const isDefault = valueAt(written.raw, edit.path) === undefined
    return isDefault && isDeepStrictEqual(valueAt(written.file, edit.path), edit.value) ? [] : leaves(edit, written.raw)
  })

/** The text with these changes, and what it then means; fails with the keys that are wrong as its fields. */
export function editedConfig({ text }: WrittenConfig, edits: readonly ConfigEdit[]): WrittenConfig {
  const changed = edits.reduce((before, { path, value }) => edited(before, path, value), text)
  const raw: unknown = parse(changed, [], { allowTrailingComma: true })
  const result = ConfigFile.safeParse(raw)
  if (result.success) return { text: changed, raw, file: result.data }

  const problems = result.error.issues.map(({ path, message }) => [path.map(String).join('.'), message] as const)
  const [key, message] = problems[0] ?? ['', 'cannot be read']
  throw new AppError('invalid', `${key} ${message}.`, { fields: Object.fromEntries(problems.toReversed()) })
}

/** Writes one key of config.json, or takes it out, whole or not at all; everything else in the file stays, comments too. */
export function changeConfigFile(file: string, key: keyof ConfigFile, value: object | undefined): void {
  const changed = edited(readText(file), [key], value)

  const result = ConfigFile.safeParse(parse(changed, [], { allowTrailingComma: true }))
  if (!result.success) {
    const [{ path, message } = { path: [], message: 'it cannot be read' }] = result.error.issues
    throw new AppError('invalid', `${file} was not changed: ${path.map(String).join('.')} ${message}.`)
  }
  saveConfigFile(file, changed)
}

/** What stands under a path; undefined where nothing does. */
export const valueAt = (root: unknown, path: ConfigPath): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      isTree(value) && Object.hasOwn(value, key) ? (value as Record<string | number, unknown>)[key] : undefined,
    root,
  )

function leaves({ path, value }: ConfigEdit, raw: unknown): readonly ConfigEdit[] {
  const now = valueAt(raw, path)
  if (isDeepStrictEqual(now, value)) return []

  const under = (key: string | number) =>
    leaves({ path: [...path, key], value: (value as Record<string | number, unknown>)[key] }, raw)
  if (Array.isArray(now) && Array.isArray(value))
    return now.length === value.length ? now.flatMap((_item, index) => under(index)) : [{ path, value }]
  if (isTree(now) && isTree(value)) return [...new Set([...Object.keys(now), ...Object.keys(value)])].flatMap(under)
  return [{ path, value }]
}

const isTree = (value: unknown): value is object => typeof value === 'object' && value !== null

const formattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' }

const edited = (text: string, path: ConfigPath, value: unknown): string =>
  applyEdits(text, modify(text, [...path], value, { formattingOptions }))

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch (cause) {
    throw new AppError('unavailable', `${file} cannot be read: ${messageOf(cause)}`, { cause })
  }
}
