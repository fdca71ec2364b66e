// A selector cannot say what it finds; the caller can.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export const one = <Found extends Element = HTMLElement>(
  selector: string,
  within: ParentNode = document,
): Found | null => within.querySelector<Found>(selector)

export const all = <Found extends Element = HTMLElement>(selector: string, within: ParentNode = document): Found[] => [
  ...within.querySelectorAll<Found>(selector),
]

/** The element an event happened in, or nothing when it happened to the page itself. */
export const targetOf = (event: Event): Element | null => (event.target instanceof Element ? event.target : null)

const TEXT =
  'input:not([type=checkbox],[type=radio],[type=button],[type=submit],[type=file]), textarea, select, [contenteditable=true]'

export const takesText = (element: Element | null): boolean => element?.matches(TEXT) ?? false

/** Said once to people who listen to the page, politely. */
export function say(words: string): void {
  const ear = one('[data-say]')
  if (ear) ear.textContent = words
}

/** What a form needs to be accepted by the server. */
export const token = (): string => document.documentElement.dataset.csrf ?? ''
