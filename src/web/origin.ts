import type { Request } from 'express'
import type { Config } from '#config/config.ts'

/** Where the browser is that sent this request; its Host was checked before, and a proxy in front of us may speak HTTPS. */
export function originOf({ server }: Config, { secure, headers }: Pick<Request, 'secure' | 'headers'>): string {
  const host = (headers.host ?? '').toLowerCase()
  const base = server.baseUrl === null ? null : new URL(server.baseUrl)
  return `${secure || (base?.host === host && base.protocol === 'https:') ? 'https' : 'http'}://${host}`
}
