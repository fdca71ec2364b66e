import { Idiomorph } from 'idiomorph'
import { all, one, say, takesText } from './dom.ts'
import { offer } from './offer.ts'

const COUNT = /^\(\d+\) /

/** Brings the marked parts of this page up to date with `fresh`, beside whatever somebody is typing. */
export function patch(fresh: Document): void {
  const flagBefore = flagWord()
  patchHead(fresh)
  for (const part of all('[data-live]')) {
    const next = one(`[data-live="${part.dataset.live ?? ''}"]`, fresh)
    if (!next || isInUse(part)) continue
    keepOpen(part, next)
    if (!part.isEqualNode(next)) patchPart(part, next)
  }
  document.dispatchEvent(new Event('patched'))
  if (flagWord() !== flagBefore) say(flagWord())
}

/** What somebody unfolded to read stays so. */
function keepOpen(part: HTMLElement, next: HTMLElement): void {
  for (const fold of all('details[id][open]', part)) one(`#${fold.id}`, next)?.setAttribute('open', '')
}

function patchPart(part: HTMLElement, next: HTMLElement): void {
  if (part.dataset.live === 'timeline' && isWriting()) return offer(part, next, morph)
  morph(part, next)
}

function morph(part: HTMLElement, next: HTMLElement): void {
  const before = new Set(all('.row', part).map((row) => row.id))
  const link = one('[aria-describedby="preview"]', part)
  void Idiomorph.morph(part, next.outerHTML, { morphStyle: 'outerHTML', ignoreActiveValue: true })
  link?.setAttribute('aria-describedby', 'preview')
  for (const row of all('.row', part)) if (before.size > 0 && !before.has(row.id)) row.classList.add('row--new')
}

/** Open menus, focused fields and forms with unsaved typing are left alone. */
function isInUse(part: HTMLElement): boolean {
  const active = document.activeElement
  return (
    (part.contains(active) && takesText(active)) ||
    one('form[data-dirty], details:is([data-menu], [data-hold])[open]', part) !== null ||
    part.closest('form[data-dirty]') !== null
  )
}

const isWriting = () =>
  one('form[data-composer][data-dirty]') !== null || one('form[data-composer] textarea:focus') !== null

function patchHead(fresh: Document): void {
  document.title = counted(document.title, fresh.title)
  document.documentElement.dataset.version = fresh.documentElement.dataset.version ?? ''
  document.documentElement.dataset.csrf = fresh.documentElement.dataset.csrf ?? ''
  document.documentElement.dataset.flagWord = fresh.documentElement.dataset.flagWord ?? ''

  const icon = one<HTMLLinkElement>('link[rel=icon]')
  const next = one<HTMLLinkElement>('link[rel=icon]', fresh)
  if (icon && next && icon.getAttribute('href') !== next.getAttribute('href'))
    icon.replaceWith(document.adoptNode(next))
}

/** A form that came back with errors lives at the address of another page, so only the count is taken over. */
const counted = (title: string, fresh: string): string => (COUNT.exec(fresh)?.[0] ?? '') + title.replace(COUNT, '')

const flagWord = (): string => document.documentElement.dataset.flagWord ?? ''
