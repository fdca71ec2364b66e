import type { Item } from '#domain/found.ts'
import { all, one, takesText } from './dom.ts'

/** A command of the page one is on: what it says, and the button, link or menu that it presses. */
export type PageAction = { readonly item: Item; readonly element: HTMLElement }

const ACTIONS = '[role=group][aria-label=Actions] :is(button, a, summary), a.now__explain'
const MOST = 8
const MORE = 'More'

/** What can be done with the ticket of this page, as its buttons say it, as far as it begins with what was typed. */
export function pageActions(typed: string): readonly PageAction[] {
  const words = fold(typed).split(' ')
  return all(ACTIONS)
    .filter((element) => !element.matches('.menu__sheet--form button'))
    .map((element) => ({ element, own: wordsOf(element), menu: menuOf(element) }))
    .filter(({ own, menu }) => own !== MORE && fits(words, own, menu))
    .slice(0, MOST)
    .map(({ element, own, menu }) => ({
      element,
      item: { label: menu === '' ? own : `${menu}: ${own}`, ...keysOf(element) },
    }))
}

function keysOf(element: HTMLElement): Pick<Item, 'keys'> {
  const key = element.dataset.key ?? element.getAttribute('aria-keyshortcuts')
  return key === null || key.length > 1 ? {} : { keys: key }
}

/** In a menu of names a name alone does not say what would happen, and the menu alone names nobody. */
function fits(typed: readonly string[], own: string, menu: string): boolean {
  const all = `${menu} ${own}`
  return (
    typed.every((word) => begins(all, word)) && (menu === '' || typed.some((word) => word !== '' && begins(own, word)))
  )
}

const wordsOf = (element: HTMLElement): string => element.textContent.replace(/\s+/g, ' ').trim()

function menuOf(element: HTMLElement): string {
  const menu = element.localName === 'summary' ? null : element.closest('details')
  const summary = menu && one('summary', menu)
  const words = summary ? wordsOf(summary) : ''
  return words === MORE ? '' : words
}

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim()

const begins = (text: string, word: string): boolean =>
  fold(text)
    .split(/[\s:-]+/)
    .some((one) => one.startsWith(word))

/** Does what a click would do; a menu is opened, and a field is gone to. */
export function press(element: HTMLElement): void {
  if (element.localName === 'summary') return openMenu(element)
  if (takesText(element)) {
    element.focus()
    return element instanceof HTMLInputElement ? element.select() : undefined
  }
  element.click()
  if (element.matches('[data-composer] [type=radio]')) one('[data-composer] textarea')?.focus()
}

function openMenu(summary: HTMLElement): void {
  const menu = summary.closest('details')
  menu?.setAttribute('open', '')
  const sheet = menu && one('.menu__sheet, .filters__sheet', menu)
  one('input:not([type=hidden]), select, button, a', sheet ?? summary)?.focus()
}
