import type { ServerResponse } from 'node:http'

/** What can be wrong with an answer, at the door or in what is sent. */
export type Trouble =
  | 401
  | 403
  | 404
  | 500
  | 502
  | 503
  | 'hang'
  | 'drip'
  | 'cut'
  | 'reset'
  | 'garbled'
  | 'empty'
  | 'web-page'
  | 'redirect'
  | 'same-page'
  | 'no-link'
  | { readonly retryAfter: string | null }

export type Fault = { readonly how: Trouble; readonly path: RegExp; left: number }

const BODIES: Readonly<Record<number, string>> = {
  401: '{"code":"invalid_credentials","message":"You have to be logged in to perform this action."}',
  403: '{"code":"access_denied","message":"You are not authorized to perform this action."}',
  404: '',
  500: '{"message":"Something went wrong"}',
  502: '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>',
  503: '<!DOCTYPE html><html><body>Down for maintenance</body></html>',
}

export const DOORS: ReadonlySet<Trouble> = new Set<Trouble>(['hang', 'reset', 'redirect', 'web-page', 'empty'])

/** Answers badly instead of the server; false when the trouble concerns only what the server sends. */
export function spoil(response: ServerResponse, how: Trouble): boolean {
  if (typeof how === 'number') return ended(response.writeHead(how), BODIES[how] ?? '')
  if (typeof how === 'object') {
    if (how.retryAfter !== null) response.setHeader('Retry-After', how.retryAfter)
    return ended(response.writeHead(429), '{"message":"You have exceeded the limit of requests"}')
  }
  if (!DOORS.has(how)) return false
  if (how === 'reset') response.destroy()
  if (how === 'redirect') ended(response.writeHead(302, { Location: 'https://elsewhere.freshservice.com/login' }), '')
  if (how === 'web-page')
    ended(response.writeHead(200, { 'Content-Type': 'text/html' }), '<!doctype html><p>Sign in</p>')
  if (how === 'empty') ended(response.writeHead(200), '')
  return true
}

/** Sends a good body in a bad way. */
export function sendBadly(response: ServerResponse, how: Trouble | null, body: string): void {
  if (how === 'cut') {
    response.writeHead(200, { 'Content-Length': Buffer.byteLength(body) })
    response.write(body.slice(0, body.length / 2), () => response.destroy())
  } else if (how === 'garbled') response.end(body.slice(0, body.length / 2))
  else if (how === 'drip') drip(response, body)
  else response.end(body)
}

function drip(response: ServerResponse, body: string): void {
  let at = 0
  const timer = setInterval(() => response.write(body.charAt(at++) || ' '), 5)
  response.on('close', () => clearInterval(timer))
}

function ended(response: ServerResponse, body: string): true {
  response.end(body)
  return true
}
