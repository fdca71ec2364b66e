import { one, takesText, targetOf } from './dom.ts'
import { toggleHelp } from './help.ts'
import { turn, up } from './neighbours.ts'
import { pickCurrent, pickMany, pressBulk } from './pick.ts'
import { togglePreview } from './preview.ts'
import { currentRow, linkOf, step } from './rows.ts'

type Act = () => void

const PLACES: Readonly<Record<string, string>> = { b: '/', t: '/tickets', v: '/views' }
const CHORD_MS = 1200
let chordUntil = 0

const ACTS: Readonly<Record<string, Act>> = {
  '/': () => one<HTMLInputElement>('#search')?.select(),
  c: () => one('.bar__new')?.click(),
  j: () => step(1),
  k: () => step(-1),
  o: () => linkOf(currentRow())?.click(),
  x: pickCurrent,
  X: pickMany,
  p: preview,
  r: () => pressBulk('r') || compose('reply'),
  n: () => compose('note'),
  a: () => pressBulk('a') || open('.actions form[action$="/assignment"] button'),
  s: () => pressBulk('s') || open('.actions form[action$="/status"] button'),
  e: () => one('[data-key="e"]')?.click(),
  z: () => one('[data-key="z"]')?.click(),
  y: () => one('[data-copy]')?.click(),
  u: up,
  ']': () => turn(1),
  '[': () => turn(-1),
  '?': toggleHelp,
}

/** One key an action, for a whole day without the mouse; silent while somebody types. */
export function startKeys(): void {
  if (document.documentElement.dataset.keys === 'off') return
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && takesText(targetOf(event))) return blur()
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || takesText(targetOf(event))) return
    if (one('dialog[open]') && event.key !== '?') return
    press(event)
  })
}

function press(event: KeyboardEvent): void {
  const place = event.timeStamp < chordUntil ? PLACES[event.key] : undefined
  chordUntil = event.key === 'g' ? event.timeStamp + CHORD_MS : 0
  if (place) return location.assign(place)

  // Space turns the page everywhere else, and presses what is a button.
  const space = event.key === ' ' && targetOf(event)?.matches('.row__title') === true
  const act = space ? preview : ACTS[event.key]
  if (!act) return
  event.preventDefault()
  act()
}

function blur(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}

function preview(): void {
  const link = linkOf(currentRow())
  if (link) togglePreview(link)
}

/** Goes to the first of these; one that waits in a closed menu opens it. */
function open(selector: string): void {
  const found = one(selector)
  const menu = found?.closest<HTMLDetailsElement>('details')
  if (menu) menu.open = true
  found?.focus()
}

function compose(kind: 'reply' | 'note'): void {
  const choice = one<HTMLInputElement>(`[data-composer] [name=kind][value=${kind}]`)
  if (!choice) return

  if (choice.type === 'radio') choice.click()
  atEnd(one<HTMLTextAreaElement>('[data-composer] textarea'))
}

/** What a draft brought back goes on where it ended. */
function atEnd(box: HTMLTextAreaElement | null): void {
  if (!box || box === document.activeElement) return
  box.focus()
  box.setSelectionRange(box.value.length, box.value.length)
}
