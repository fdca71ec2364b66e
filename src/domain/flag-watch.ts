export type Watch =
  | { readonly kind: 'everything' }
  | { readonly kind: 'person'; readonly who: string }
  | { readonly kind: 'view'; readonly query: string }
  /** A view that was saved, by its number or its name. */
  | { readonly kind: 'saved'; readonly which: string }

const PERSON = 'person:'
const SAVED = 'view:'

/** Reads `everything`, `person:4`, `person:ann@example.com`, `view:7`, `view:Night shift`, or the query of a list, with or without its address. */
export function parseWatch(text: string): Watch {
  const wanted = text.trim()
  if (wanted === '' || wanted === 'everything') return { kind: 'everything' }
  if (wanted.startsWith(PERSON)) return { kind: 'person', who: wanted.slice(PERSON.length).trim() }
  if (wanted.startsWith(SAVED)) return { kind: 'saved', which: wanted.slice(SAVED.length).trim() }
  const own = /^\/views\/(\d{1,15})$/.exec(wanted.replace(/^https?:\/\/[^/]+/, ''))?.[1]
  return own === undefined ? { kind: 'view', query: queryOf(wanted) } : { kind: 'saved', which: own }
}

/** A list's address may be pasted whole. */
const queryOf = (text: string): string => text.replace(/^[^?]*\?/, '').split('#', 1)[0] ?? ''

/** What is wrong with it, as a sentence; null when it can be watched. */
export function watchProblem(text: string): string | null {
  const watch = parseWatch(text)
  if (watch.kind === 'person') return watch.who === '' ? 'Name a person by mail address or number.' : null
  if (watch.kind === 'saved') return watch.which === '' ? 'Name a view, such as view:Night shift.' : null
  if (watch.kind === 'everything') return null
  if (!/^[^=&]+=[^&]*(?:&[^=&]+=[^&]*)*$/.test(watch.query))
    return 'Write everything, person:ann@example.com, view:NAME, or the address of a list such as /tickets?status=active.'
  return /(?:^|&)(?:assignee|requester)=me(?:&|$)/.test(watch.query)
    ? 'The lamp is nobody, so "me" finds nothing. Name the person instead.'
    : null
}
