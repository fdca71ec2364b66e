import type { Found, Group } from '#domain/found.ts'
import { asker } from './ask.ts'
import { one, targetOf } from './dom.ts'
import { groupFor, optionFor } from './found.ts'
import { listbox, type Listbox } from './listbox.ts'
import { pageActions, press } from './page-actions.ts'
import { buildPalette } from './palette-box.ts'
import { recentTickets } from './recent.ts'

type Palette = {
  readonly sheet: HTMLDialogElement
  readonly box: HTMLInputElement
  readonly status: HTMLElement
  readonly choices: Listbox
}
type Drawn = { readonly title: string; readonly name: string; readonly options: readonly HTMLElement[] }

const PAUSE_MS = 60

const questions = asker<Found>()
const presses = new WeakMap<HTMLElement, HTMLElement>()
let palette: Palette | null = null
/** What the shown choices were found for; null before the first answer. */
let shownFor: string | null = null
/** Enter came before its answer, and will be done when that is there. */
let waiting: 'here' | 'new tab' | null = null

/** Ctrl-K opens one box over tickets, people, views and everything that can be done, on every page. */
export function startPalette(): void {
  const link = one('[data-palette]')
  if (!link) return

  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    open()
  })
  document.addEventListener('keydown', (event) => {
    const asked =
      (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k'
    if (!asked) return
    event.preventDefault()
    if (palette?.sheet.open) palette.sheet.close()
    else open()
  })
  if (/Mac|iPhone|iPad/.test(navigator.userAgent)) one('kbd', link)?.replaceChildren('⌘ K')
}

function open(): void {
  palette ??= build()
  palette.sheet.showModal()
  palette.box.select()
  ask(palette, 0)
}

function build(): Palette {
  const { sheet, box, list, status } = buildPalette()
  const choices = listbox({ box, list, take: (option) => choose(made, option, 'here') })
  const made: Palette = { sheet, box, status, choices }
  box.addEventListener('input', () => ask(made, PAUSE_MS))
  box.addEventListener('keydown', (event) => steer(made, event))
  list.addEventListener('pointermove', (event) => {
    const option = targetOf(event)?.closest<HTMLElement>('[role=option]')
    if (option && option !== made.choices.active()) made.choices.mean(option)
  })
  sheet.addEventListener('click', (event) => {
    if (event.target === sheet) sheet.close()
  })
  sheet.addEventListener('close', () => questions.drop())
  window.addEventListener('pagehide', () => sheet.close())
  return made
}

function ask(made: Palette, pauseMs: number): void {
  const q = made.box.value.trim()
  waiting = null
  const search = new URLSearchParams({ q })
  if (pageKind() !== '') search.set('on', pageKind())
  if (q === '')
    search.set(
      'recent',
      recentTickets()
        .filter((id) => id !== pageTicket())
        .join(','),
    )
  questions.ask({
    url: `/find?${search.toString()}`,
    pauseMs,
    take: (answer) => show(made, answer),
    lost: () => lost(made),
  })
}

/** What is shown stays, and what was typed too. */
function lost({ status }: Palette): void {
  waiting = null
  status.textContent = 'There is no answer. Try again, or reload the page to sign in.'
  status.classList.remove('unseen')
}

const pageTicket = () => one('[data-ticket]')?.dataset.ticket
const pageKind = () => (pageTicket() !== undefined ? 'ticket' : one('[data-live=list]') ? 'list' : '')

function show(made: Palette, { q, groups }: Found): void {
  shownFor = q
  const drawn = withActions(q, groups.map(draw))
    .filter(({ options }) => options.length > 0)
    .map(({ title, name, options }) => groupFor(title, `palette-${name}`, options))
  made.choices.show(drawn, true)
  // Nothing was typed yet, so Enter alone must not change anything.
  if (q === '' && !(made.choices.active() instanceof HTMLAnchorElement)) made.choices.mean(null)
  const count = made.choices.options().length
  made.status.textContent = count === 0 ? `Nothing found for “${q}”.` : `${count} found`
  made.status.classList.toggle('unseen', count > 0)

  const first = made.choices.active()
  if (waiting !== null && first) choose(made, first, waiting)
}

/** What the page's own buttons do, first where that is what was typed. */
function withActions(q: string, groups: readonly Drawn[]): readonly Drawn[] {
  const known = new Set(groups.flatMap(({ options }) => options.map((option) => presses.get(option))))
  const found = pageActions(q).filter(({ element }) => !known.has(element))
  const options = found.map(({ item, element }) => pressing(optionFor(item), element))
  const own: Drawn = { name: 'page', title: 'This ticket', options }
  const named = q !== '' && found.some(({ item }) => item.label.toLowerCase().startsWith(q.toLowerCase()))
  const at = named ? 0 : groups.findIndex(({ name }) => name === 'commands')
  return at === -1 ? [...groups, own] : [...groups.slice(0, at), own, ...groups.slice(at)]
}

function draw({ name, title, items }: Group): Drawn {
  const options = items.flatMap((item) => {
    if (item.press === undefined) return [optionFor(item)]
    const element = one(item.press)
    // What is not on this page cannot be pressed.
    return element ? [pressing(optionFor(item), element)] : []
  })
  return { name, title, options }
}

function pressing(option: HTMLElement, element: HTMLElement): HTMLElement {
  presses.set(option, element)
  return option
}

function steer(made: Palette, event: KeyboardEvent): void {
  if (event.isComposing || made.choices.arrow(event) || event.key !== 'Enter') return
  event.preventDefault()
  enter(made, event.ctrlKey || event.metaKey ? 'new tab' : 'here')
}

function enter(made: Palette, where: 'here' | 'new tab'): void {
  // The choices are those of an older text: its own are on their way.
  if (shownFor !== made.box.value.trim()) {
    waiting = where
    return
  }
  const option = made.choices.active()
  if (option) choose(made, option, where)
}

function choose(made: Palette, option: HTMLElement, where: 'here' | 'new tab'): void {
  waiting = null
  const link = option instanceof HTMLAnchorElement ? option.href : null
  if (link !== null && where === 'new tab') return void window.open(link, '_blank', 'noopener')

  made.sheet.close()
  made.box.value = ''
  if (link !== null) return location.assign(link)
  const element = presses.get(option)
  if (element?.isConnected) press(element)
}
