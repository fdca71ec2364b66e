import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import path from 'node:path'

/** Writes the file whole or not at all: a crash leaves the old one or the new one, never a half. */
export function saveConfigFile(file: string, text: string, mode = 0o640): void {
  mkdirSync(path.dirname(file), { recursive: true })
  const temporary = `${file}.new`
  const handle = openSync(temporary, 'w', mode)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(temporary, file)
}
