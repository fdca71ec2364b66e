import type { Request } from 'express'
import { isIP } from 'node:net'
import type { Config } from '#config/config.ts'
import { networks, plainAddress } from '#lib/networks.ts'

/** What proxies add when they pass a request on. */
const FORWARDED = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-forwarded-server',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
]
const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])
const onThisMachine = networks(['loopback'])

/** Whose word about the person behind it counts, for Express; nobody's unless server.trusted_proxies names them. */
export function trustedProxies(config: () => Config): (address: string | undefined) => boolean {
  let named: readonly string[] = []
  let trusts = networks(named)
  return (address) => {
    const { trustedProxies: now } = config().server
    if (now !== named) [named, trusts] = [now, networks(now)]
    return address !== undefined && trusts(address)
  }
}

type Peer = Pick<Request, 'ip' | 'socket'>

/** Where a request comes from: what the socket says, or what a trusted proxy says instead. */
export function addressOf({ ip, socket }: Peer): string {
  const told = plainAddress(ip ?? '')
  return isIP(told) === 0 ? plainAddress(socket.remoteAddress ?? '') : told
}

type Arrival = Pick<Request, 'headers' | 'httpVersion' | 'socket'>

/**
 * Whether somebody sits at this machine, as far as a request can show it. No proxy is trusted here: one that passes
 * requests on is refused by what it adds, or by HTTP/1.0, which no browser speaks.
 */
export function isFromHere({ headers, httpVersion, socket }: Arrival): boolean {
  const passedOn = httpVersion === '1.0' || FORWARDED.some((name) => headers[name] !== undefined)
  return !passedOn && onThisMachine(socket.remoteAddress ?? '') && isLoopbackHost(hostName(headers.host))
}

export const isLoopbackHost = (host: string): boolean => LOOPBACK_HOSTS.has(host)

/** The name a request asks for, without its port. */
export const hostName = (header: string | undefined): string =>
  (header ?? '').toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '')
