import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser'
import { AppError, messageOf } from '#lib/errors.ts'
import type { Config } from './config.ts'
import { mailPassword } from './mail.ts'
import { oidcSecret } from './oidc.ts'
import { resolveConfig } from './resolve.ts'
import { ConfigFile } from './schema.ts'
import { secretOf } from './secret.ts'
import { serviceOf } from './service.ts'
import { freshserviceKey, type SourceConfig } from './sources.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Where this installation lives: everything that belongs to it stands below. */
export function placesOf(env: Environment, projectRoot: string): { home: string; file: string } {
  const home = path.resolve(env.PENNANT_HOME ?? projectRoot)
  return { home, file: path.resolve(env.PENNANT_CONFIG ?? path.join(home, 'config/config.json')) }
}

/** The only reader of the environment. What is wrong stops the start with file, key, reason and remedy. */
export function loadConfig(projectRoot: string, env: Environment = process.env): Config {
  const { home, file } = placesOf(env, projectRoot)
  // A file without a preset, such as TicketTracker's, is a desk for one.
  const written = existsSync(file) ? { preset: 'personal' as const, ...readConfigFile(file) } : ConfigFile.parse({})
  return overridden(settle(written, { home, file, env }), env)
}

/** Reads the file anew once it was saved: from the same place and with the same secret, so that nobody is signed out. */
export const reloadConfig = (
  { home, file, secret }: Config,
  projectRoot: string,
  env: Environment = process.env,
): Config => loadConfig(projectRoot, { ...env, PENNANT_HOME: home, PENNANT_CONFIG: file, PENNANT_SECRET: secret })

/** Checks what is to be saved exactly as a start would. */
export function settle(
  written: ConfigFile,
  { home, file, env }: { home: string; file: string; env: Environment },
): Config {
  try {
    const secret = secretOf({ home, written: written.secret_key, env })
    return resolveConfig(written, { home, file, secret, systemZone: Intl.DateTimeFormat().resolvedOptions().timeZone })
  } catch (error) {
    throw error instanceof AppError ? new AppError('invalid', `${file}: ${error.message}`, { cause: error }) : error
  }
}

/** What the file says, checked key by key; what is wrong is named with its line or key, and what to do about it. */
export function readConfigFile(file: string): ConfigFile {
  const text = readText(file)
  const problems: ParseError[] = []
  const parsed: unknown = parse(text, problems, { allowTrailingComma: true })
  const [problem] = problems
  if (problem) {
    const line = text.slice(0, problem.offset).split('\n').length
    throw new AppError(
      'invalid',
      `${file}, line ${line}: this is not JSON (${printParseErrorCode(problem.error)}). Mend that line, or remove the file to begin anew.`,
    )
  }

  const result = ConfigFile.safeParse(parsed)
  if (result.success) return result.data
  const reasons = result.error.issues.map(
    ({ path: keys, message }) => `  ${keys.map(String).join('.') || '(the file)'}: ${message}`,
  )
  throw new AppError(
    'invalid',
    `${file} is not a valid configuration:\n${reasons.join('\n')}\nMend these keys; config/schema.json lists every key there is.`,
  )
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch (cause) {
    throw new AppError('invalid', `${file} cannot be read: ${messageOf(cause)}`, { cause })
  }
}

/** The environment wins over the file for this run, and is never written back. */
function overridden(config: Config, env: Environment): Config {
  const host = env.PENNANT_HOST?.trim() ?? ''
  const port = env.PENNANT_PORT === undefined ? config.server.port : Number(env.PENNANT_PORT.trim() || NaN)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new AppError(
      'invalid',
      `PENNANT_PORT is "${env.PENNANT_PORT ?? ''}", which is not a port. Use a number from 0 to 65535.`,
    )
  }
  const server = { ...config.server, host: host === '' ? config.server.host : host, port }
  const service = serviceOf(env, process.pid)
  const sources = config.sources.map((source) => keyed(source, config.home, env))
  const mail = config.mail && { ...config.mail, password: mailPassword(placesOfSecrets(config, env)) }
  return { ...config, server, service, sources, mail, access: { ...config.access, oidc: withSecret(config, env) } }
}

function withSecret({ access, home }: Config, env: Environment): Config['access']['oidc'] {
  if (access.oidc === null) return null
  return { ...access.oidc, secret: oidcSecret(placesOfSecrets({ home }, env)) }
}

const placesOfSecrets = ({ home }: Pick<Config, 'home'>, env: Environment) => ({
  home,
  credentialsFolder: serviceOf(env, process.pid).credentialsFolder,
  env,
})

function keyed(source: SourceConfig, home: string, env: Environment): SourceConfig {
  if (source.kind !== 'freshservice') return source
  return { ...source, apiKey: freshserviceKey(placesOfSecrets({ home }, env)) }
}
