import type { Request, RequestHandler } from 'express'
import helmet from 'helmet'
import { AppError } from '#lib/errors.ts'
import type { Config } from '#config/config.ts'
import { hostName, isFromHere, isLoopbackHost } from './proxies.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Nothing inline, nothing from elsewhere. Plain HTTP on a LAN stays plain, hence no upgrade, and HSTS only if asked for. */
export function securityHeaders(config: () => Config): RequestHandler {
  const set = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        scriptSrcAttr: ["'none'"],
      },
    },
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  })
  return (request, response, next) => {
    const { hstsSeconds } = config().server
    // Without subdomains: it binds every port of the name, and other services of a LAN share it.
    if (request.secure && hstsSeconds !== null)
      response.setHeader('Strict-Transport-Security', `max-age=${hstsSeconds}`)
    response.setHeader('Cache-Control', 'no-store')
    response.setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=()')
    set(request, response, next)
  }
}

const METHODS = new Set(['GET', 'HEAD', 'POST'])

/** Pages and forms need no other method, and none of this is for pages from elsewhere, so nothing answers OPTIONS. */
export const knownMethod: RequestHandler = (request, response, next) => {
  if (METHODS.has(request.method)) return next()
  response
    .status(405)
    .set('Allow', [...METHODS].join(', '))
    .type('text')
    .send('There is GET, HEAD and POST here.\n')
}

/** Only names we know: without accounts the loopback ones alone, which also shuts out DNS rebinding. */
export function knownHost(config: () => Config): RequestHandler {
  return (request, _response, next) => {
    const { access, preset, server } = config()
    const loopbackOnly = preset === 'personal' || !access.signIn ? preset !== null : false
    const host = hostName(request.headers.host)

    if (loopbackOnly && !isFromHere(request)) {
      return next(
        new AppError(
          'forbidden',
          'This desk has no accounts, so it only answers on its own machine, as localhost or 127.0.0.1, and through no proxy.',
        ),
      )
    }
    if (host === '' || !isExpected(host, server))
      return next(
        new AppError(
          'forbidden',
          `This desk does not go by the name "${host}". Add it to server.hosts in config.json.`,
        ),
      )
    next()
  }
}

// An address cannot be rebound, so any literal one may be used; names must be known.
function isExpected(host: string, { baseUrl, hosts, host: listening }: Config['server']): boolean {
  if (isLoopbackHost(host) || /^\d+\.\d+\.\d+\.\d+$/.test(host) || /^\[[0-9a-f:.]+\]$/.test(host)) return true
  return (
    host === listening.toLowerCase() ||
    hosts.some((name) => name.toLowerCase() === host) ||
    (baseUrl !== null && new URL(baseUrl).hostname === host)
  )
}

/** Refuses a change that another site's page asks for, before any of its body is read. */
export function sameOrigin(): RequestHandler {
  return (request, _response, next) => {
    if (SAFE_METHODS.has(request.method)) return next()

    const site = request.headers['sec-fetch-site']
    const origin = request.headers.origin
    const foreign =
      (site !== undefined && site !== 'same-origin' && site !== 'none') ||
      (origin !== undefined && !isOwn(origin, request))
    next(
      foreign
        ? new AppError('forbidden', 'That request came from another site, so it was not carried out.')
        : undefined,
    )
  }
}

// Without TLS of our own an origin may be https: then a proxy in front of us speaks it.
function isOwn(origin: string, { secure, headers }: Request): boolean {
  try {
    const { host, protocol } = new URL(origin)
    return host === headers.host?.toLowerCase() && (protocol === 'https:' || !secure)
  } catch {
    return false
  }
}
