import type { Item } from '#domain/found.ts'

/** An element with a class and what stands in it. */
export function piece(tag: string, name: string, ...inside: readonly (Node | string)[]): HTMLElement {
  const made = document.createElement(tag)
  made.className = name
  made.append(...inside)
  return made
}

/** One choice; those that lead somewhere are links, so that the mouse opens them as it opens links. */
export function optionFor(item: Item): HTMLElement {
  const made = document.createElement(item.href === undefined ? 'div' : 'a')
  if (made instanceof HTMLAnchorElement && item.href !== undefined) made.href = item.href
  made.className = `find${item.urgency === undefined ? '' : ` u-${item.urgency}`}`
  made.setAttribute('role', 'option')
  made.tabIndex = -1
  made.append(...partsOf(item))
  return made
}

function partsOf({ label, detail, keys, number, urgency, word }: Item): readonly Node[] {
  const text = (name: string, words: string | undefined) =>
    words === undefined || words === '' ? [] : [piece('span', `find__${name}`, words)]
  return [
    ...(urgency === undefined ? [] : [piece('span', 'pennant')]),
    ...text('word', word),
    ...text('number', number),
    ...text('label', label),
    ...text('detail', detail),
    ...(keys === undefined || !keysAreOn() ? [] : [keysFor(keys)]),
  ]
}

const keysAreOn = () => document.documentElement.dataset.keys !== 'off'

function keysFor(keys: string): HTMLElement {
  const place = piece('span', 'find__keys')
  for (const key of keys.split(' ')) place.append(piece('kbd', '', key))
  return place
}

/** Choices under their heading. */
export function groupFor(title: string, id: string, options: readonly HTMLElement[]): HTMLElement {
  const heading = piece('p', 'finds__title', title)
  heading.id = id
  heading.setAttribute('role', 'presentation')
  const group = piece('div', 'finds', heading, ...options)
  group.setAttribute('role', 'group')
  group.setAttribute('aria-labelledby', id)
  return group
}
