import { readFileSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '#lib/errors.ts'
import { saveConfigFile } from './save.ts'

export type SecretPlaces = {
  readonly home: string
  readonly credentialsFolder: string | null
  readonly env: Readonly<Record<string, string | undefined>>
}

/** `consequence` says what cannot be done when the file is there and cannot be read. */
export type SecretNames = { readonly file: string; readonly variable: string; readonly consequence: string }

/** A secret another system gave us: a systemd credential, else a file in config, else the environment; null for none. */
export function keptSecret(
  { home, credentialsFolder, env }: SecretPlaces,
  { file, variable, consequence }: SecretNames,
): string | null {
  const folders = [...(credentialsFolder === null ? [] : [credentialsFolder]), path.join(home, 'config')]
  const found = folders
    .map((folder) => secretIn(path.join(folder, file), consequence))
    .find((secret) => secret !== null)
  const given = env[variable]?.trim() ?? ''
  return found ?? (given === '' ? null : given)
}

/** Keeps a secret in a file of its own, which only the owner of the process may read. */
export const keepSecret = (home: string, file: string, secret: string): void =>
  saveConfigFile(path.join(home, 'config', file), `${secret}\n`, 0o600)

function secretIn(file: string, consequence: string): string | null {
  try {
    const secret = readFileSync(file, 'utf8').trim()
    return secret === '' ? null : secret
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new AppError('invalid', `${file} cannot be read, so ${consequence}. Check who may read it.`, { cause })
  }
}
