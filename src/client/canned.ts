import { all, one, say, targetOf } from './dom.ts'
import { optionFor, piece } from './found.ts'
import { listbox, type Listbox } from './listbox.ts'

type Canned = {
  readonly id: number
  readonly name: string
  readonly shortcut: string | null
  readonly text: string
  readonly cursor: number | null
}

/** A slash at the beginning of a word, and what was typed after it. */
const TYPED = /(^|\s)\/([\p{L}\p{N}_-]{0,31})$/u
const MOST_SHOWN = 8

/** Puts canned replies into the composer: by `/shortcut`, or from their menu, which without the script is a list of links. */
export function startCanned(): void {
  const box = one<HTMLTextAreaElement>('textarea[data-canned]')
  if (!box) return

  const replies = asked(box.dataset.canned ?? '')
  const take = async (id: number) => {
    const reply = (await replies()).find((one) => one.id === id)
    if (reply) insert(box, reply)
  }
  const choices = choicesBelow(box)
  box.addEventListener('input', (event) => void suggest(box, { choices, replies, typed: event }))
  box.addEventListener('keydown', (event) => press(box, choices, event))
  box.addEventListener('blur', () => choices.close())
  fromMenu((id) => void take(id))
}

const offered = new WeakMap<HTMLElement, Canned>()

function choicesBelow(box: HTMLTextAreaElement): Listbox {
  const list = piece('div', 'choices')
  list.id = `${box.id}-canned`
  list.hidden = true
  list.setAttribute('aria-label', 'Canned replies')
  box.after(list)
  const choices = listbox({ box, list, take: (option) => choose(box, choices, option) })
  return choices
}

function choose(box: HTMLTextAreaElement, choices: Listbox, option: HTMLElement): void {
  const reply = offered.get(option)
  choices.close()
  if (reply) insert(box, reply)
}

/** Arrows move, Enter and Tab take, Esc closes; else the key does what it always does. */
function press(box: HTMLTextAreaElement, choices: Listbox, event: KeyboardEvent): void {
  const active = choices.active()
  if (!active || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === 'Escape') choices.close()
  else if (event.key === 'Enter' || event.key === 'Tab') choose(box, choices, active)
  else if (!choices.arrow(event)) return
  event.preventDefault()
  event.stopPropagation()
}

/** Asked for once, when they are first needed; a failure is asked again. */
function asked(url: string): () => Promise<readonly Canned[]> {
  let known: Promise<readonly Canned[]> | null = null
  const ask = async () => {
    const response = await fetch(url)
    if (!response.ok) throw new Error(`The canned replies answered ${response.status}.`)
    return ((await response.json()) as { items: readonly Canned[] }).items
  }
  return () => {
    known ??= ask().catch(() => {
      known = null
      return []
    })
    return known
  }
}

type Suggesting = {
  readonly choices: Listbox
  readonly replies: () => Promise<readonly Canned[]>
  readonly typed: Event
}

async function suggest(box: HTMLTextAreaElement, { choices, replies, typed }: Suggesting): Promise<void> {
  const word = wordAt(box)
  if (word === null) {
    choices.close()
    return exact(box, { choices, replies, typed })
  }
  const found = matching(await replies(), word).slice(0, MOST_SHOWN)
  if (wordAt(box) !== word) return
  const wasOpen = choices.active() !== null
  choices.show(found.map(offer), true)
  if (!wasOpen && found.length > 0) say(`${found.length} to choose from. Arrows move, Enter takes one.`)
}

function offer(reply: Canned): HTMLElement {
  const { name, shortcut } = reply
  const option = optionFor({ label: name, ...(shortcut === null ? {} : { detail: `/${shortcut}` }) })
  offered.set(option, reply)
  return option
}

const wordAt = ({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): string | null =>
  selectionStart === selectionEnd ? (TYPED.exec(value.slice(0, selectionStart))?.[2] ?? null) : null

/** Shortcuts that begin so come first, then names that have it. */
function matching(replies: readonly Canned[], word: string): readonly Canned[] {
  const key = word.toLowerCase()
  const begins = replies.filter(({ shortcut }) => shortcut?.startsWith(key))
  const named = replies.filter((reply) => !begins.includes(reply) && reply.name.toLowerCase().includes(key))
  return [...begins, ...named]
}

/** A blank after a whole shortcut puts its text in. */
async function exact(box: HTMLTextAreaElement, { replies, typed }: Suggesting): Promise<void> {
  if (!(typed instanceof InputEvent) || typed.inputType !== 'insertText' || typed.data !== ' ') return
  const [, , word] = TYPED.exec(box.value.slice(0, box.selectionStart - 1)) ?? []
  if (word === undefined || word === '') return
  const at = box.selectionStart
  const reply = (await replies()).find(({ shortcut }) => shortcut === word.toLowerCase())
  if (reply && box.selectionStart === at) put(box, reply, { from: at - word.length - 2, to: at })
}

/** Takes the place of the slash and its word, or stands at the cursor. */
function insert(box: HTMLTextAreaElement, reply: Canned): void {
  const word = wordAt(box)
  const to = box.selectionEnd
  put(box, reply, { from: word === null ? box.selectionStart : to - word.length - 1, to })
}

/** As if it had been typed, so that Ctrl-Z takes it back. */
function put(box: HTMLTextAreaElement, { text, cursor }: Canned, { from, to }: { from: number; to: number }): void {
  box.focus()
  box.setSelectionRange(from, to)
  // Nothing else leaves the undo of a text box whole.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  if (!document.execCommand('insertText', false, text)) {
    box.setRangeText(text, from, to, 'end')
    box.dispatchEvent(new InputEvent('input', { bubbles: true }))
  }
  const at = from + (cursor ?? text.length)
  box.setSelectionRange(at, at)
}

function fromMenu(take: (id: number) => void): void {
  for (const menu of all<HTMLDetailsElement>('[data-canned-menu]')) {
    menu.addEventListener('click', (event) => {
      const link = targetOf(event)?.closest<HTMLElement>('[data-canned-id]')
      if (!link || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      menu.open = false
      take(Number(link.dataset.cannedId))
    })
  }
}
