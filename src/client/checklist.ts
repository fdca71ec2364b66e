import { all, one, say, takesText, targetOf } from './dom.ts'
import { keepForms, release } from './form.ts'
import { patch } from './patch.ts'

/** Lets the list of actions on a ticket change without a new page; items are dragged, or moved with Alt and the arrows. */
export function startChecklist(): void {
  if (!one('[data-checklist]')) return
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !form.closest('[data-checklist]')) return
    event.preventDefault()
    void send(form, event.submitter)
  })
  document.addEventListener('keydown', step)
  document.addEventListener('dragstart', lift)
  document.addEventListener('dragover', over)
  document.addEventListener('dragend', drop)
  draggable()
}

/** As the browser would send it; the answer is the page again, of which the list and what is said are taken over. */
async function send(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form, submitter)) if (typeof value === 'string') body.append(name, value)
  const focus = placeOf(form)
  const response = await fetch(form.action, { method: 'POST', body }).catch(() => null)
  if (response === null || (!response.ok && response.status !== 422)) return unsent()
  show(new DOMParser().parseFromString(await response.text(), 'text/html'), response.ok)
  refocus(focus)
}

/** What was typed stays where it is. */
function unsent(): void {
  release()
  for (const old of all('.flash')) old.remove()
  const words = document.createElement('div')
  words.className = 'flash flash--wrong'
  words.role = 'alert'
  words.textContent = 'This did not arrive. Try again, or load the page anew.'
  one('main')?.before(words)
}

function show(fresh: Document, done: boolean): void {
  const next = one('[data-checklist]', fresh)
  const part = one('[data-checklist]')
  if (!next || !part) return
  const typed = typedIn(part)
  part.replaceWith(document.adoptNode(next))
  keepForms(next)
  for (const form of typed) giveBack(next, form)
  release()
  draggable()
  if (!done) return one('[data-checklist] .field--wrong .input')?.focus()
  patch(fresh)
  flashes(fresh)
  say(one('.checklist__progress')?.textContent ?? '')
}

type Typed = { readonly action: string; readonly values: readonly (readonly [string, string])[] }

/** What is written in other forms of the list and not sent yet; the one that was sent is not dirty any more. */
const typedIn = (part: HTMLElement): readonly Typed[] =>
  all<HTMLFormElement>('form[data-dirty]', part).map((form) => ({
    action: form.action,
    values: [...new FormData(form)].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  }))

function giveBack(part: HTMLElement, { action, values }: Typed): void {
  const form = all<HTMLFormElement>('form[data-keep]', part).find((other) => other.action === action)
  if (!form) return
  for (const [name, value] of values) {
    const box = one<HTMLInputElement>(`[name="${name}"]:not([type=hidden])`, form)
    if (box) box.value = value
  }
  form.dataset.dirty = ''
  if (form.matches('.checklist__add')) form.closest('details')?.setAttribute('open', '')
}

function flashes(fresh: Document): void {
  for (const old of all('.flash')) old.remove()
  one('main')?.before(...all('.flash', fresh).map((flash) => document.adoptNode(flash)))
}

/** Which button of which item was pressed, so that the focus stays with it. */
const placeOf = (form: HTMLFormElement) => ({
  item: form.closest('[data-action-item]')?.id ?? null,
  tick: one('.action__tick', form) !== null,
  added: form.matches('.checklist__add'),
})

function refocus({ item, tick, added }: ReturnType<typeof placeOf>): void {
  if (one('[data-checklist] .field--wrong')) return
  const place = item === null ? null : one(`#${item}`)
  const box = one<HTMLTextAreaElement>('.checklist__add textarea')
  if (added && box) {
    box.closest('details')?.setAttribute('open', '')
    return box.focus()
  }
  const target = place && one(tick ? '.action__tick' : 'summary', place)
  ;(target ?? one('.action__tick'))?.focus()
}

function step(event: KeyboardEvent): void {
  if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') || takesText(targetOf(event))) return
  const item = targetOf(event)?.closest('[data-action-item]')
  const button = item && one<HTMLButtonElement>(`[data-step=${event.key === 'ArrowUp' ? 'up' : 'down'}]`, item)
  if (!button) return
  event.preventDefault()
  if (!button.disabled) button.form?.requestSubmit(button)
}

let lifted: HTMLElement | null = null

/** Only with a mouse: a finger scrolls. */
function draggable(): void {
  if (!matchMedia('(hover: hover)').matches) return
  for (const item of all('[data-action-item]')) item.draggable = true
}

function lift(event: DragEvent): void {
  const item = targetOf(event)
  if (!(item instanceof HTMLElement) || !item.matches('[data-action-item]')) return
  lifted = item
  item.classList.add('action--lifted')
  event.dataTransfer?.setData('text/plain', '')
}

function over(event: DragEvent): void {
  const item = targetOf(event)?.closest<HTMLElement>('[data-action-item]')
  if (!lifted || !item) return
  event.preventDefault()
  const { top, height } = item.getBoundingClientRect()
  if (item !== lifted) item[event.clientY < top + height / 2 ? 'before' : 'after'](lifted)
}

function drop(): void {
  const item = lifted
  lifted = null
  item?.classList.remove('action--lifted')
  const button = item && one<HTMLButtonElement>('[data-step=up]', item)
  if (!item || !button?.form) return
  const place = all('[data-action-item]').indexOf(item) + 1
  const form = button.form.cloneNode(true) as HTMLFormElement
  form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'to', value: String(place) }))
  form.hidden = true
  item.append(form)
  form.requestSubmit()
}
