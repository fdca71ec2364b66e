import { networkInterfaces } from 'node:os'
import { readPair } from '#lib/certificate-files.ts'
import type { Config } from './config.ts'

const EVERYWHERE = new Set(['0.0.0.0', '::'])

/** How people reach Pennant, without a slash at its end: server.base_url, else where it listens; never what a request says. */
export function baseUrlOf({ server }: Config): string {
  if (server.baseUrl !== null) return server.baseUrl.replace(/\/+$/, '')

  const scheme = readPair(server) === null ? 'http' : 'https'
  const host = EVERYWHERE.has(server.host) ? (server.hosts[0] ?? addressOfThisMachine()) : server.host
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${server.port}`
}

function addressOfThisMachine(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? [])
  return addresses.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? 'localhost'
}
