import { one, targetOf } from './dom.ts'

const STILL_MS = 400
const LEAVE_MS = 180
const GAP = 6

const known = new Map<string, Promise<string>>()
let timer: ReturnType<typeof setTimeout> | undefined
let shownFor: HTMLAnchorElement | null = null

/** Shows or hides at once what a row is about, on a touch screen too. */
export function togglePreview(link: HTMLAnchorElement): void {
  if (link === shownFor) return hide()
  clearTimeout(timer)
  void show(link)
}

/** Shows what a row is about once the pointer or the keyboard rests on it; never on a touch screen. */
export function startPreview(): void {
  if (!one('[data-rows]')) return
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hide()
  })
  if (!matchMedia('(hover: hover)').matches) return
  document.addEventListener('pointerover', (event) => follow(targetOf(event)))
  document.addEventListener('focusin', (event) => {
    if (targetOf(event)?.matches(':focus-visible')) follow(targetOf(event))
  })
  document.addEventListener('focusout', () => later(hide, LEAVE_MS))
  document.addEventListener('scroll', hide, { passive: true })
}

function follow(target: Element | null): void {
  if (target?.closest('.preview')) return later(() => undefined, 0)

  const link = one<HTMLAnchorElement>('.row__title', target?.closest('[data-rows] .row') ?? document.createElement('i'))
  if (link && link === shownFor) return later(() => undefined, 0)
  if (shownFor) later(hide, LEAVE_MS)
  if (link) later(() => void show(link), STILL_MS)
  else if (!shownFor) clearTimeout(timer)
}

function later(act: () => void, after: number): void {
  clearTimeout(timer)
  timer = setTimeout(act, after)
}

async function show(link: HTMLAnchorElement): Promise<void> {
  const html = await fetched(`${link.pathname}/preview`)
  if (html === '' || !link.isConnected) return

  hide()
  shownFor = link
  const card = document.createElement('div')
  card.className = 'preview'
  card.id = 'preview'
  card.role = 'tooltip'
  // Our own fragment, escaped by the server.
  card.innerHTML = html
  document.body.append(card)
  link.setAttribute('aria-describedby', 'preview')
  place(card, link)
}

/** Asked once a page; a failure shows nothing and may be asked again. */
function fetched(url: string): Promise<string> {
  const ask = async () => {
    const response = await fetch(url).catch(() => null)
    if (response?.ok) return response.text()
    known.delete(url)
    return ''
  }
  const answer = known.get(url) ?? ask()
  known.set(url, answer)
  return answer
}

function place(card: HTMLElement, link: HTMLElement): void {
  const row = (link.closest('.row') ?? link).getBoundingClientRect()
  const below = row.bottom + GAP + card.offsetHeight <= innerHeight
  card.style.left = `${Math.max(GAP, Math.min(link.getBoundingClientRect().left, innerWidth - card.offsetWidth - GAP))}px`
  card.style.top = `${below ? row.bottom + GAP : Math.max(GAP, row.top - GAP - card.offsetHeight)}px`
}

function hide(): void {
  clearTimeout(timer)
  one('#preview')?.remove()
  shownFor?.removeAttribute('aria-describedby')
  shownFor = null
}
