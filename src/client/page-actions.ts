import { all, one, takesText } from './dom.ts'
import type { Item } from './found.ts'

/** A command of the page one is on: what it says, and the button, link or menu that it presses. */
export type PageAction = { readonly item: Item; readonly element: HTMLElement }

const ACTIONS = '[role=group][aria-label=Actions] :is(button, a, summary), a.now__explain'

/** What can be done with the ticket of this page, as its buttons say it, as far as it begins with what was typed. */
export function pageActions(typed: string): readonly PageAction[] {
  const words = fold(typed).split(' ')
  return all(ACTIONS)
    .filter((element) => element.dataset.key === undefined && !element.matches('.menu__sheet--form button'))
    .map((element) => ({ element, item: { label: labelOf(element) } }))
    .filter(({ item }) => words.every((word) => begins(fold(item.label), word)))
    .filter(({ item }) => item.label !== 'More')
}

function labelOf(element: HTMLElement): string {
  const own = element.textContent.replace(/\s+/g, ' ').trim()
  const menu = element.localName === 'summary' ? null : element.closest('details')
  const of = menu === null ? null : one('summary', menu)?.textContent.replace(/\s+/g, ' ').trim()
  // In a menu of names a name alone does not say what would happen.
  return of === undefined || of === null || of === 'More' ? own : `${of}: ${own}`
}

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim()

const begins = (text: string, word: string): boolean => text.split(/[\s:-]+/).some((one) => one.startsWith(word))

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
  one(
    'input:not([type=hidden]), select, button, a',
    menu?.querySelector('.menu__sheet, .filters__sheet') ?? summary,
  )?.focus()
}
