import { all, one } from './dom.ts'

type Apply = (part: HTMLElement, next: HTMLElement) => void

/** Says that the timeline has moved on while somebody writes, and shows it only when asked. */
export function offer(part: HTMLElement, next: HTMLElement, apply: Apply): void {
  const had = new Set(all('.event', part).map((event) => event.id))
  const fresh = all('.event', next).filter((event) => !had.has(event.id))
  if (fresh.length === 0) return apply(part, next)

  one('.notice')?.remove()
  const notice = document.createElement('p')
  notice.className = 'notice'
  notice.setAttribute('role', 'status')
  const show = document.createElement('button')
  show.type = 'button'
  show.className = 'link'
  show.textContent = 'Show'
  show.addEventListener('click', () => {
    notice.remove()
    apply(part, next)
    one(`#${fresh.at(-1)?.id ?? ''}`)?.scrollIntoView({ block: 'nearest' })
  })
  part.after(notice)
  notice.append(wordsFor(fresh), ' ', show)
}

function wordsFor(fresh: readonly HTMLElement[]): string {
  const last = fresh.at(-1)
  const head = last && one('.event__head span', last)?.textContent.replace(/\s+/g, ' ').trim()
  if (fresh.length === 1 && head) return `${head} a moment ago.`
  return fresh.length === 1 ? 'Something changed a moment ago.' : `${fresh.length} new entries in the timeline.`
}
