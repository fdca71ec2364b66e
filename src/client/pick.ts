import { all, one, say, targetOf } from './dom.ts'
import { currentRow } from './rows.ts'

const MOST = 5000

let picked = new Set<string>()
let last: HTMLInputElement | null = null

const form = () => one<HTMLFormElement>('[data-bulk]')
const boxes = () => all<HTMLInputElement>('.pick input')
const everything = () => one<HTMLInputElement>('.bulk__all input')
const store = () => `picked:${form()?.dataset.search ?? ''}`

/** Tickets stay selected from one page of a search to the next, until something was done with them. */
export function startPick(): void {
  const bulk = form()
  if (!bulk) return
  picked = new Set((sessionStorage.getItem(store()) ?? '').split(',').filter((id) => id !== ''))
  const page = one<HTMLButtonElement>('[data-bulk-page]')
  page?.removeAttribute('hidden')
  page?.addEventListener('click', pickPage)
  document.addEventListener('change', (event) => changed(targetOf(event)))
  document.addEventListener('click', (event) => {
    if (event.shiftKey && targetOf(event)?.matches('.pick input')) range(targetOf(event) as HTMLInputElement)
  })
  bulk.addEventListener('reset', () => setTimeout(clear))
  bulk.addEventListener('submit', carry)
  document.addEventListener('patched', show)
  show()
}

function changed(target: Element | null): void {
  if (!(target instanceof HTMLInputElement)) return
  if (target.matches('.bulk__all input')) return show()
  if (!target.matches('.pick input')) return
  keep(target)
  last = target
  show()
}

function keep({ value, checked }: HTMLInputElement): void {
  if (checked && picked.size < MOST) picked.add(value)
  else picked.delete(value)
}

/** The boxes and the bar as they are chosen; also after fresh rows took the place of old ones. */
function show(): void {
  sessionStorage.setItem(store(), [...picked].join(','))
  const whole = everything()?.checked ?? false
  for (const box of boxes()) {
    box.checked = whole || picked.has(box.value)
    box.disabled = whole
  }
  const words = one('[data-bulk-count]')
  const elsewhere = [...picked].filter((id) => !boxes().some((box) => box.value === id)).length
  const beyond = elsewhere === 0 ? '' : `, ${elsewhere} on other pages`
  const text = whole ? `All ${form()?.dataset.total ?? ''} selected` : `${picked.size} selected${beyond}`
  if (words && words.textContent !== text) words.textContent = text
  form()?.classList.toggle('bulk--on', whole || picked.size > 0)
}

function clear(): void {
  picked.clear()
  last = null
  show()
  say('Nothing is selected.')
}

function pickPage(): void {
  const list = boxes()
  const on = list.some(({ checked }) => !checked)
  for (const box of list) set(box, on)
  show()
}

function set(box: HTMLInputElement, checked: boolean): void {
  box.checked = checked
  keep(box)
}

/** From the box that was ticked last to this one. */
function range(to: HTMLInputElement): void {
  const list = boxes()
  const [start, end] = [last ? list.indexOf(last) : -1, list.indexOf(to)]
  if (start < 0 || end < 0) return
  for (const box of list.slice(Math.min(start, end), Math.max(start, end) + 1)) set(box, to.checked)
  last = to
  show()
}

/** What was selected on other pages goes along; it is forgotten here once it is sent. */
function carry(event: SubmitEvent): void {
  const bulk = form()
  if (event.defaultPrevented || !bulk || everything()?.checked === true) return forget()
  const here = new Set(boxes().map(({ value }) => value))
  const elsewhere = [...picked].filter((id) => !here.has(id))
  for (const old of all('[data-carried]', bulk)) old.remove()
  if (elsewhere.length > 0) {
    const field = document.createElement('input')
    field.type = 'hidden'
    field.name = 'ids'
    field.value = elsewhere.join(',')
    field.dataset.carried = ''
    bulk.append(field)
  }
  forget()
}

const forget = () => sessionStorage.removeItem(store())

/** The key for selecting: the row in which the keyboard is. */
export function pickCurrent(): void {
  const box = boxIn(currentRow())
  if (!box) return
  set(box, !box.checked)
  last = box
  show()
}

/** With a row selected before, all from there to this one; else the whole page. */
export function pickMany(): void {
  const box = boxIn(currentRow())
  if (!box || !last?.isConnected || last === box) return pickPage()
  box.checked = true
  range(box)
}

const boxIn = (row: HTMLElement | null) => (row ? one<HTMLInputElement>('.pick input', row) : null)

/** Presses a button of the bar by its key, where something is selected; answers whether there was one. */
export function pressBulk(key: string): boolean {
  const bulk = form()
  if (!bulk?.classList.contains('bulk--on')) return false
  one(`[data-bulk-key="${key}"]`, bulk)?.click()
  return true
}
