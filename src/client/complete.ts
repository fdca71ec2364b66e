import type { Completion } from '#domain/completions.ts'
import type { Suggested } from '#domain/found.ts'
import { asker } from './ask.ts'
import { all, one, say } from './dom.ts'
import { groupFor, optionFor, piece } from './found.ts'
import { listbox, type Listbox } from './listbox.ts'

type Completer = {
  readonly box: HTMLInputElement
  readonly choices: Listbox
  readonly ask: (pauseMs: number) => void
  readonly close: () => void
}

const PAUSE_MS = 60

const offers = new WeakMap<HTMLElement, Completion>()
const answers = new WeakMap<HTMLInputElement, Suggested>()
/** Tab came before its answer, and takes the first completion when that is there. */
const late = new WeakSet<HTMLInputElement>()

/** Helps with the language of the search while it is typed, and shows the first tickets; Enter searches as ever. */
export function startComplete(): void {
  for (const box of all<HTMLInputElement>('#search, [data-filters] [name=q]')) enhance(box)
}

function enhance(box: HTMLInputElement): void {
  // A box for searching may not be a combobox, and would be emptied by Escape.
  box.type = 'text'
  box.setAttribute('inputmode', 'search')
  box.setAttribute('enterkeyhint', 'search')
  box.setAttribute('autocapitalize', 'off')
  box.setAttribute('autocomplete', 'off')
  box.setAttribute('spellcheck', 'false')
  const list = piece('div', 'completions')
  list.id = `${box.id}-completions`
  list.hidden = true
  list.setAttribute('aria-label', 'Suggestions')
  box.after(list)
  listen(completerOf(box, list))
}

function completerOf(box: HTMLInputElement, list: HTMLElement): Completer {
  const choices = listbox({ box, list, take: (option) => take(box, option) })
  const questions = asker<Suggested>()
  const close = () => {
    questions.drop()
    choices.close()
  }
  const ask = (pauseMs: number) => {
    const search = new URLSearchParams({ q: box.value, at: String(box.selectionStart ?? box.value.length) })
    // A list that follows what is typed shows its tickets itself.
    if (one('[data-live=list]')) search.set('tickets', 'no')
    const url = `/find/completions?${search.toString()}`
    questions.ask({ url, pauseMs, take: (answer) => show(box, choices, answer) })
  }
  return { box, choices, ask, close }
}

function listen(made: Completer): void {
  const { box, ask, close } = made
  box.addEventListener('input', () => {
    late.delete(box)
    if (box.value.trim() === '') close()
    else ask(PAUSE_MS)
  })
  box.addEventListener('keydown', (event) => {
    if (!event.isComposing) steer(made, event)
  })
  box.addEventListener('blur', close)
  box.form?.addEventListener('submit', close)
}

function show(box: HTMLInputElement, choices: Listbox, answer: Suggested): void {
  if (answer.q !== box.value || document.activeElement !== box) return

  answers.set(box, answer)
  const completions = answer.offers.map(({ label, insert, help }, index) => {
    const option = optionFor({ label, detail: help, ...(index === 0 && isBegun(answer) ? { keys: 'Tab' } : {}) })
    option.classList.add('find--term')
    offers.set(option, { label, insert, help })
    return option
  })
  const tickets = answer.tickets.map(optionFor)
  const groups = [
    ...(completions.length === 0 ? [] : [groupFor('Narrow the search', `${box.id}-terms`, completions)]),
    ...(tickets.length === 0 ? [] : [groupFor('Tickets', `${box.id}-tickets`, tickets)]),
  ]
  choices.show(groups, false)
  const first = choices.options()[0]
  if (late.delete(box) && first && isBegun(answer)) return take(box, first)
  const count = choices.options().length
  if (count > 0) say(count === 1 ? '1 suggestion' : `${count} suggestions`)
}

const isBegun = ({ from, to, offers: some }: Suggested): boolean => to > from && some.length > 0

function steer(made: Completer, event: KeyboardEvent): void {
  const { choices, ask, close } = made
  const isOpen = choices.options().length > 0
  if (choices.arrow(event)) {
    if (!isOpen) ask(0)
    return
  }
  if (!isOpen) return
  if (event.key === 'Escape') {
    // The first Escape closes the list, the next one leaves the box.
    event.preventDefault()
    event.stopPropagation()
    close()
  }
  if (event.key === 'Enter' || event.key === 'Tab') accept(made, event)
}

/** What is meant is taken; Tab takes the first completion of something begun. Else the key does what it always does. */
function accept({ box, choices, close }: Completer, event: KeyboardEvent): void {
  const answer = answers.get(box)
  if (event.shiftKey) return close()
  if (answer?.q !== box.value) {
    // A second Tab waits for nobody.
    if (event.key !== 'Tab' || late.has(box)) return close()
    event.preventDefault()
    return void late.add(box)
  }

  const option = choices.active() ?? (event.key === 'Tab' && isBegun(answer) ? choices.options()[0] : undefined)
  if (!option || (event.key === 'Tab' && option instanceof HTMLAnchorElement)) return close()

  event.preventDefault()
  if (!(option instanceof HTMLAnchorElement)) return take(box, option)
  if (event.ctrlKey || event.metaKey) window.open(option.href, '_blank', 'noopener')
  else location.assign(option.href)
}

function take(box: HTMLInputElement, option: HTMLElement): void {
  const [offer, answer] = [offers.get(option), answers.get(box)]
  if (!offer || answer?.q !== box.value) return

  box.setRangeText(offer.insert, answer.from, answer.to, 'end')
  box.dispatchEvent(new Event('input', { bubbles: true }))
}
