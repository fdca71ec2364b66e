import net from 'node:net'

const PRIVATE_ENDINGS = /(?:^|\.)(?:localhost|local|lan|internal|intranet|corp|home|home\.arpa|test|invalid|example)$/
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** Whether an address is this very machine, which only tests have a reason to ask. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.has(hostname)

/**
 * Why credentials may not be sent to an origin, in words; null where they may.
 * A name that resolves to a private address gets past this, and then has no certificate to show for it.
 */
export function whyNotAsk(origin: string): string | null {
  const url = URL.canParse(origin) ? new URL(origin) : null
  if (url?.origin !== origin) return `${origin} is not the address of a server.`
  if (isLoopback(url.hostname)) return null
  if (url.protocol !== 'https:') return `${origin} is not asked without encryption; use https.`
  return isPublicName(url.hostname) ? null : `${url.hostname} is not a public name.`
}

const isPublicName = (hostname: string): boolean =>
  net.isIP(hostname.replace(/^\[|\]$/g, '')) === 0 && hostname.includes('.') && !PRIVATE_ENDINGS.test(hostname)
