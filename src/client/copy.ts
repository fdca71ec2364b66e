import { one } from './dom.ts'
import { toast } from './toast.ts'

type Summary = { readonly html: string; readonly text: string }

const FRESH_MS = 10_000

/** Copies a ticket's summary as rich and as plain text; where nothing copies, the text is shown to be copied by hand. */
export function startCopy(): void {
  const link = one<HTMLAnchorElement>('[data-copy]')
  if (!link) return

  // Some browsers copy only while the press is being handled, so the summary is there before it.
  for (const sign of ['pointerenter', 'pointerdown', 'focus']) link.addEventListener(sign, () => void ready(link))
  document.addEventListener('click', (event) => {
    const pressed = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('[data-copy]') : null
    if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    pressed.closest('details')?.removeAttribute('open')
    void copy(pressed)
  })
}

let known: { readonly at: number; readonly summary: Summary } | null = null

async function ready(link: HTMLAnchorElement): Promise<Summary> {
  if (known && performance.now() - known.at < FRESH_MS) return known.summary
  const response = await fetch(`${link.href}.json`, { headers: { accept: 'application/json' } })
  if (!response.ok) throw new Error('The summary did not come.')
  const summary = (await response.json()) as Summary
  known = { at: performance.now(), summary }
  return summary
}

async function copy(link: HTMLAnchorElement): Promise<void> {
  try {
    const summary = await ready(link)
    known = null
    const word = await put(summary)
    if (word === null) show(summary.text)
    else toast(word)
  } catch {
    location.assign(link.href)
  }
}

/** The best way that works here, in words; null when none does. */
async function put(summary: Summary): Promise<string | null> {
  for (const [way, words] of WAYS) if (await way(summary).catch(() => false)) return words
  return null
}

type Way = (summary: Summary) => Promise<boolean>

const asItem: Way = async ({ html, text }) => {
  if (!isSecureContext || typeof ClipboardItem === 'undefined') return false
  const piece = (type: string, content: string) => new Blob([content], { type })
  const item = new ClipboardItem({ 'text/html': piece('text/html', html), 'text/plain': piece('text/plain', text) })
  await navigator.clipboard.write([item])
  return true
}

/** The newer clipboard needs HTTPS, which few helpdesks on a LAN have, and cleans HTML by the policy of this page, which allows no styles. */
const byEvent: Way = ({ html, text }) => {
  let filled = false
  const fill = (event: ClipboardEvent) => {
    event.preventDefault()
    event.clipboardData?.setData('text/html', html)
    event.clipboardData?.setData('text/plain', text)
    filled = event.clipboardData !== null
  }
  document.addEventListener('copy', fill, { once: true })
  const done = command()
  document.removeEventListener('copy', fill)
  return Promise.resolve(done && filled)
}

const asText: Way = async ({ text }) => {
  if (!isSecureContext) return false
  await navigator.clipboard.writeText(text)
  return true
}

const byHand: Way = ({ text }) => {
  const box = boxOf(text)
  box.className = 'unseen'
  document.body.append(box)
  box.select()
  const done = command()
  box.remove()
  return Promise.resolve(done)
}

const WAYS: readonly (readonly [Way, string])[] = [
  [byEvent, 'Summary copied, formatted and as plain text.'],
  [asItem, 'Summary copied, formatted and as plain text.'],
  [asText, 'Summary copied as plain text.'],
  [byHand, 'Summary copied as plain text.'],
]

// eslint-disable-next-line @typescript-eslint/no-deprecated
const command = (): boolean => document.execCommand('copy')

function boxOf(text: string): HTMLTextAreaElement {
  const box = document.createElement('textarea')
  box.value = text
  box.readOnly = true
  return box
}

function show(text: string): void {
  const sheet = document.createElement('dialog')
  sheet.className = 'pop'
  sheet.setAttribute('aria-label', 'Summary')
  const words = document.createElement('p')
  words.textContent = 'This browser does not let a page copy. Press Ctrl and C to copy the text below.'
  const box = boxOf(text)
  box.className = 'input summary__text'
  box.setAttribute('aria-label', 'Summary as plain text')
  const close = document.createElement('button')
  close.className = 'button'
  close.textContent = 'Close'
  close.addEventListener('click', () => sheet.close())
  sheet.append(words, box, close)
  sheet.addEventListener('close', () => sheet.remove())
  document.body.append(sheet)
  sheet.showModal()
  box.select()
}
