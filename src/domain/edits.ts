/** The fields of a form as text, each in one canonical spelling. */
export type Texts = Readonly<Record<string, string>>

export type EditConflict = { readonly name: string; readonly mine: string; readonly theirs: string }

export type Merged = {
  readonly texts: Texts
  readonly conflicts: readonly EditConflict[]
  /** Fields that nobody else touched. */
  readonly mineOnly: readonly string[]
}

export type Edit = {
  /** A short hash a field, of what the form showed when it was opened. */
  readonly base: Texts
  readonly mine: Texts
  readonly theirs: Texts
}

const LISTS: Readonly<Record<string, RegExp>> = { tags: /[,\n]/, watchers: /[,\n]/, links: /\n/ }

/** One spelling for what means the same: list items in order, ends trimmed, one kind of line end. */
export function canonical(name: string, text: string): string {
  const separator = LISTS[name]
  const clean = text.replace(/\r\n?/g, '\n').trim()
  if (!separator) return clean
  const items = clean
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== '')
  return [...new Set(items)].sort().join(name === 'links' ? '\n' : ', ')
}

/** Enough to tell whether a text is still the one that was shown (32 bits, FNV-1a); no secret is kept by it. */
export function shortHash(text: string): string {
  let hash = 0x81_1c_9d_c5
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93) >>> 0
  return hash.toString(36)
}

export const baseOf = (shown: Texts): Texts => mapped(shown, (name, text) => shortHash(canonical(name, text)))

/** Three-way: what only one side changed is taken from that side; what both changed differently is a conflict. */
export function mergeEdits({ base, mine, theirs }: Edit): Merged {
  const names = Object.keys(mine)
  const changed = (side: Texts, name: string) => shortHash(canonical(name, side[name] ?? '')) !== base[name]
  const same = (name: string) => canonical(name, mine[name] ?? '') === canonical(name, theirs[name] ?? '')

  const conflicts = names
    .filter((name) => changed(mine, name) && changed(theirs, name) && !same(name))
    .map((name) => ({ name, mine: mine[name] ?? '', theirs: theirs[name] ?? '' }))
  const mineOnly = names.filter((name) => changed(mine, name) && !changed(theirs, name))
  return {
    conflicts,
    mineOnly,
    texts: mapped(mine, (name, text) => (changed(mine, name) ? text : (theirs[name] ?? text))),
  }
}

const mapped = (texts: Texts, change: (name: string, text: string) => string): Texts =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, change(name, text)]))
