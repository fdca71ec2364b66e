import type { Request } from 'express'

/** A cookie as the browser sent it; null for none, and for one that cannot be read. */
export function cookieOf({ headers }: Pick<Request, 'headers'>, name: string): string | null {
  const pair = (headers.cookie ?? '')
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
  if (pair === undefined) return null
  try {
    return decodeURIComponent(pair.slice(name.length + 1))
  } catch {
    return null
  }
}
