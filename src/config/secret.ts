import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '#lib/errors.ts'
import { PUBLISHED_SECRET } from './notes.ts'

const SHORTEST = 32

type Sources = {
  readonly home: string
  readonly written: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The environment's secret, else the file's, else one that is made once and kept in config/secret, mode 0600. */
export function secretOf({ home, written, env }: Sources): string {
  if (env.PENNANT_SECRET !== undefined) return longEnough(env.PENNANT_SECRET, 'PENNANT_SECRET')
  if (written !== undefined && written !== PUBLISHED_SECRET) return longEnough(written, 'secret_key')

  const file = path.join(home, 'config/secret')
  if (existsSync(file)) return longEnough(readFileSync(file, 'utf8').trim(), file)

  const secret = randomBytes(32).toString('base64url')
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' })
  return secret
}

function longEnough(secret: string, name: string): string {
  if (secret.length >= SHORTEST) return secret
  throw new AppError('invalid', `${name}: must be at least ${SHORTEST} characters. Remove it, and a good one is made.`)
}
