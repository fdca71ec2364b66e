import { all, one, takesText, targetOf } from './dom.ts'
import { toggleHelp } from './help.ts'

type Act = () => void

const PLACES: Readonly<Record<string, string>> = { b: '/', t: '/tickets' }
const CHORD_MS = 1200
let chordUntil = 0

const ACTS: Readonly<Record<string, Act>> = {
  '/': () => one<HTMLInputElement>('#search')?.select(),
  c: () => one('.bar__new')?.click(),
  j: () => step(1),
  k: () => step(-1),
  o: () => currentRow()?.click(),
  r: () => compose('reply'),
  n: () => compose('note'),
  e: () => one('[data-key="e"]')?.click(),
  z: () => one('[data-key="z"]')?.click(),
  y: () => one('[data-copy]')?.click(),
  '?': toggleHelp,
}

/** One key an action, for a whole day without the mouse; silent while somebody types. */
export function startKeys(): void {
  if (document.documentElement.dataset.keys === 'off') return
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && takesText(targetOf(event))) return blur()
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || takesText(targetOf(event))) return
    press(event)
  })
}

function press(event: KeyboardEvent): void {
  const place = event.timeStamp < chordUntil ? PLACES[event.key] : undefined
  chordUntil = event.key === 'g' ? event.timeStamp + CHORD_MS : 0
  if (place) return location.assign(place)

  const act = ACTS[event.key]
  if (!act) return
  event.preventDefault()
  act()
}

function blur(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}

const rows = () => all<HTMLAnchorElement>('[data-rows] .row__title')
const currentRow = () => rows().find((row) => row === document.activeElement)

function step(by: 1 | -1): void {
  const list = rows()
  const at = list.findIndex((row) => row === document.activeElement)
  const next = list[at === -1 ? 0 : Math.min(Math.max(at + by, 0), list.length - 1)]
  next?.focus({ preventScroll: true })
  next?.closest('.row')?.scrollIntoView({ block: 'nearest' })
}

function compose(kind: 'reply' | 'note'): void {
  const choice = one<HTMLInputElement>(`[data-composer] [name=kind][value=${kind}]`)
  if (!choice) return

  if (choice.type === 'radio') choice.click()
  one('[data-composer] textarea')?.focus()
}
