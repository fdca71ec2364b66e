import { readFileSync } from 'node:fs'
import { applyEdits, modify, parse } from 'jsonc-parser'
import { AppError, messageOf } from '#lib/errors.ts'
import { saveConfigFile } from './save.ts'
import { ConfigFile } from './schema.ts'

/** Writes one key of config.json, or takes it out, whole or not at all; everything else in the file stays, comments too. */
export function changeConfigFile(file: string, key: keyof ConfigFile, value: object | undefined): void {
  const text = readText(file)
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' }
  const changed = applyEdits(text, modify(text, [key], value, { formattingOptions }))

  const result = ConfigFile.safeParse(parse(changed, [], { allowTrailingComma: true }))
  if (!result.success) {
    const [{ path, message } = { path: [], message: 'it cannot be read' }] = result.error.issues
    throw new AppError('invalid', `${file} was not changed: ${path.map(String).join('.')} ${message}.`)
  }
  saveConfigFile(file, changed)
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch (cause) {
    throw new AppError('unavailable', `${file} cannot be read: ${messageOf(cause)}`, { cause })
  }
}
