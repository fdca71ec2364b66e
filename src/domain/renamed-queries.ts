import { overrideKey } from './palette.ts'
import { parseWatch } from './flag-watch.ts'

/** Old key → new one, of what lists are chosen by. */
export type Renamed = Readonly<Partial<Record<'priority' | 'status', ReadonlyMap<string, string>>>>

/** The query of a list under the names of now, in its parameters and among the words of `q`; the rest stays to the letter. */
export function renamedQuery(query: string, renamed: Renamed): string {
  return query
    .split('&')
    .map((pair) => {
      const at = pair.indexOf('=')
      const name = decoded(pair.slice(0, Math.max(at, 0)))
      const value = decoded(pair.slice(at + 1))
      const next = name === 'q' ? inWords(value, renamed) : inList(value, mapFor(name, renamed))
      return at < 0 || next === value ? pair : `${pair.slice(0, at)}=${encoded(next)}`
    })
    .join('&')
}

/** What a flag watches under the names of now; a person, or everything, stays as it is. */
export function renamedWatch(watch: string, renamed: Renamed): string {
  if (parseWatch(watch).kind !== 'view') return watch
  const at = watch.indexOf('?') + 1
  return watch.slice(0, at) + renamedQuery(watch.slice(at), renamed)
}

const mapFor = (name: string, renamed: Renamed) =>
  name === 'priority' || name === 'status' ? renamed[name] : undefined

/** Such as `high`, `high,critical` or `-low`. */
function inList(value: string, map: ReadonlyMap<string, string> | undefined): string {
  const parts = value.split(',')
  const next = parts.map((part) => {
    const [, minus = '', quote = '', name = ''] = /^(-?)("?)(.*?)\2$/.exec(part.trim()) ?? []
    const to = map?.get(overrideKey(name))
    return to === undefined ? part : minus + quote + to + quote
  })
  return next.every((part, index) => part === parts[index]) ? value : [...new Set(next)].join(',')
}

const OPERATOR = /((?:^|[\s(])-?)(priority|status):((?:"[^"]*"|[^\s",]+)(?:,(?:"[^"]*"|[^\s",]+))*)/gi

const inWords = (text: string, renamed: Renamed): string =>
  text.replace(OPERATOR, (_whole, before: string, name: string, value: string) => {
    const map = mapFor(name.toLowerCase(), renamed)
    return `${before}${name}:${inList(value, map)}`
  })

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

const encoded = (text: string): string => encodeURIComponent(text).replaceAll('%2C', ',').replaceAll('%20', '+')
