export type Address =
  { readonly origin: string; readonly wrong: null } | { readonly origin: null; readonly wrong: string }

const SUBDOMAIN = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/
const ACCOUNT = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+freshservice\.com$/
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** The origin of an account's API from its name, its host or its URL; nothing but Freshservice, and this machine for tests. */
export function freshserviceAddress(written: string): Address {
  const text = withoutSlashes(written.trim()).toLowerCase()
  if (text === '') return wrong('There is no address. Write NAME or NAME.freshservice.com.')
  if (SUBDOMAIN.test(text)) return right(`https://${text}.freshservice.com`)

  const full = text.includes('://') ? text : `https://${text}`
  return URL.canParse(full) ? ofUrl(new URL(full)) : wrong('This is not an address. Write NAME.freshservice.com.')
}

function ofUrl(url: URL): Address {
  if (url.username || url.password) return wrong('Leave out the user and password; the key has a place of its own.')
  if (url.pathname !== '/' || url.search || url.hash) return wrong(`Leave out what follows ${url.host}.`)
  if (url.protocol === 'http:' && LOOPBACK.has(url.hostname)) return right(url.origin)
  if (url.protocol === 'http:') return wrong('Freshservice is asked by https only, so that nobody reads the key.')
  if (url.protocol !== 'https:') return wrong('This is not a web address. Write NAME.freshservice.com.')
  if (url.port) return wrong('Leave out the port.')
  return ACCOUNT.test(url.hostname)
    ? right(url.origin)
    : wrong('The API answers at NAME.freshservice.com only, not at a domain of your own.')
}

// The lookbehind keeps a long run of slashes from being begun anew at each.
const withoutSlashes = (text: string): string => text.replace(/(?<!\/)\/+$/, '')
const right = (origin: string): Address => ({ origin, wrong: null })
const wrong = (words: string): Address => ({ origin: null, wrong: words })

/** Where people open tickets: what is configured if it is a web address, else the API's own origin. */
export function linkBase(written: string | null, origin: string): string {
  const url = written !== null && URL.canParse(written) ? new URL(written) : null
  return url && /^https?:$/.test(url.protocol) ? `${url.origin}${withoutSlashes(url.pathname)}` : origin
}
