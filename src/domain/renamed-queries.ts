import { addressIn } from './search/address.ts'
import { parseSearch } from './search/parse.ts'
import { isOperator, type Term, type Value } from './search/terms.ts'
import { writeSearch } from './search/write.ts'
import { parseWatch } from './flag-watch.ts'
import { overrideKey } from './palette.ts'

/** Old key → new one, of what lists are chosen by. */
export type Renamed = Readonly<Partial<Record<'priority' | 'status', ReadonlyMap<string, string>>>>

/** What a view looks for under the names of now, in the language or as a list's address; else it stays to the letter. */
export function renamedSearch(text: string, renamed: Renamed): string {
  const address = addressIn(text)
  if (address === null) return inLanguage(text, renamed)
  const whole = text.trim()
  return whole.slice(0, whole.length - address.length) + renamedQuery(address, renamed)
}

function inLanguage(text: string, renamed: Renamed): string {
  const terms = parseSearch(text)
  const next = terms.map((term) => renamedTerm(term, renamed))
  return terms.every((term, index) => term === next[index]) ? text : writeSearch(next)
}

/** The address of a list under the names of now, in its parameters and in the search of `q`; the rest stays to the letter. */
function renamedQuery(query: string, renamed: Renamed): string {
  return query
    .split('&')
    .map((pair) => {
      const at = pair.indexOf('=')
      const name = decoded(pair.slice(0, Math.max(at, 0)))
      const value = decoded(pair.slice(at + 1))
      const next = name === 'q' ? inLanguage(value, renamed) : inList(value, mapFor(name, renamed))
      return at < 0 || next === value ? pair : `${pair.slice(0, at)}=${encoded(next)}`
    })
    .join('&')
}

/** What a flag watches under the names of now; a person, a view, or everything, stays as it is. */
export function renamedWatch(watch: string, renamed: Renamed): string {
  if (parseWatch(watch).kind !== 'view') return watch
  const at = watch.indexOf('?') + 1
  return watch.slice(0, at) + renamedQuery(watch.slice(at), renamed)
}

const mapFor = (name: string, renamed: Renamed): Names =>
  name === 'priority' || name === 'status' ? renamed[name] : undefined

type Names = ReadonlyMap<string, string> | undefined

/** Such as `high`, `high,critical` or `-low`. */
function inList(text: string, names: Names): string {
  const parts = text.split(',')
  const next = parts.map((part) => {
    const not = part.startsWith('-')
    const was = { text: not ? part.slice(1) : part, not, quoted: false }
    const now = renamedValue(was, names)
    return now === was ? part : (not ? '-' : '') + now.text
  })
  return next.every((part, index) => part === parts[index]) ? text : [...new Set(next)].join(',')
}

function renamedTerm(term: Term, renamed: Renamed): Term {
  if (!isOperator(term)) return term
  const values = term.values.map((value) => renamedValue(value, mapFor(term.name, renamed)))
  if (values.every((value, index) => value === term.values[index])) return term
  return { ...term, values: values.filter((value, index) => values.findIndex(same(value)) === index) }
}

/** Such as `high`, `"On Hold"` or `>=high`. */
function renamedValue(value: Value, names: Names): Value {
  const [, sign = '', name = ''] = value.quoted ? [null, '', value.text] : (/^([<>]=?)?(.*)$/s.exec(value.text) ?? [])
  const to = names?.get(overrideKey(name))
  return to === undefined ? value : { ...value, text: sign + to }
}

const same = (one: Value) => (other: Value) => one.text === other.text && one.not === other.not

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

const encoded = (text: string): string => encodeURIComponent(text).replaceAll('%2C', ',').replaceAll('%20', '+')
