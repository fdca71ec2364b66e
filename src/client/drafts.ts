import { all, one, token } from './dom.ts'
import { fieldsOf, fillIn, sameFields, type Fields } from './draft-fields.ts'

const QUIET_MS = 1000
const RETRY_MS = 15_000

/** What this browser keeps of a form until the server has it. */
type Local = {
  readonly fields: Fields
  readonly at: number
  readonly slot: string
  readonly rev: string
  readonly window: string
}

/** Keeps what is typed: in this browser at once, on the server a second after typing stops. */
export function startDrafts(): void {
  for (const form of all<HTMLFormElement>('form[data-draft-url]')) new Draft(form).start()
  for (const form of all<HTMLFormElement>('form[action="/sign-out"]')) form.addEventListener('submit', forgetAll)
}

/** Others may sit here next. */
function forgetAll(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith('draft:')) localStorage.removeItem(key)
}

class Draft {
  readonly #form: HTMLFormElement
  readonly #url: string
  readonly #key: string
  readonly #window = crypto.getRandomValues(new Uint32Array(2)).join('-')
  #slot = ''
  #rev = ''
  #timer: ReturnType<typeof setTimeout> | undefined
  #saving: AbortController | null = null
  #typed = 0
  #saved = 0
  #leaving = false

  constructor(form: HTMLFormElement) {
    this.#form = form
    this.#url = form.dataset.draftUrl ?? ''
    this.#key = form.dataset.draftKey ?? ''
  }

  start(): void {
    const form = this.#form
    ;[this.#slot = '', this.#rev = ''] = (this.#field?.value ?? '').split('.')
    for (const button of all<HTMLButtonElement>('[data-draft-keep]', form)) button.hidden = true
    // Whoever goes back finds what they kept, not what they sent, which the browser would put there.
    form.autocomplete = 'off'
    this.#restore()
    this.#writeField()
    form.addEventListener('input', () => this.#changed())
    form.addEventListener('change', () => this.#changed())
    form.addEventListener('submit', () => this.#leave())
    one<HTMLFormElement>('[data-draft-discard]')?.addEventListener('submit', () => this.#discard())
    window.addEventListener('online', () => void this.#save())
    window.addEventListener('pagehide', () => this.#beacon())
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) this.#beacon()
    })
    window.addEventListener('pageshow', (event) => {
      // What was sent must not stand there to be sent again, nor take more that is kept nowhere.
      if (event.persisted && this.#leaving) location.replace(location.pathname + location.search)
    })
  }

  /** Whether there is more than the server has. */
  get #unsaved(): boolean {
    return this.#typed > this.#saved
  }

  get #field(): HTMLInputElement | null {
    return one<HTMLInputElement>('input[name="draft"]', this.#form)
  }

  /** The newer of what the server and this browser kept is shown; the other one stays beside it. */
  #restore(): void {
    const { draftFields, draftSent = '', draftAt = '0', draftClosed } = this.#form.dataset
    const server = draftFields === undefined ? null : (JSON.parse(draftFields) as Fields)
    const local = this.#read()
    // What was refused is kept; what a template filled in nobody has typed yet.
    if (draftClosed !== undefined) return one('.wrongs, .conflict, #arrived') ? this.#changed() : undefined
    if (server) fillIn(this.#form, server)
    if (!local) return
    if (draftSent.split(' ').includes(local.window) || (server && sameFields(local.fields, server)))
      return localStorage.removeItem(this.#key)

    const goesOn = local.slot === this.#slot && local.rev === this.#rev
    if (!goesOn && server && local.at < Number(draftAt)) return void this.#send(local.fields, '..', { older: true })
    fillIn(this.#form, local.fields)
    this.#say(`Draft of ${timeOf(local.at)}, kept in this browser`)
    ;[this.#slot, this.#rev] = [local.slot, local.rev]
    this.#changed()
  }

  #read(): Local | null {
    try {
      return JSON.parse(localStorage.getItem(this.#key) ?? 'null') as Local | null
    } catch {
      return null
    }
  }

  #changed(): void {
    if (this.#leaving) return
    this.#typed += 1
    this.#keep()
    // Files are not kept, so leaving them behind is still asked about.
    const files = all<HTMLInputElement>('input[type="file"]', this.#form).some(
      (input) => (input.files ?? []).length > 0,
    )
    this.#form.toggleAttribute('data-draft-safe', !files)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#save(), QUIET_MS)
  }

  #keep(): void {
    const [slot, rev, window] = [this.#slot, this.#rev, this.#window]
    const local: Local = { fields: fieldsOf(this.#form), at: Date.now(), slot, rev, window }
    try {
      localStorage.setItem(this.#key, JSON.stringify(local))
    } catch {
      // A browser that keeps nothing, or has no room: the server has it in a second.
    }
  }

  async #save(): Promise<void> {
    clearTimeout(this.#timer)
    if (!this.#unsaved || this.#saving || this.#leaving) return
    const typed = this.#typed
    const kept = await this.#send(fieldsOf(this.#form), this.#ref())
    if (kept) this.#saved = typed
    this.#after(kept)
  }

  #after(kept: boolean): void {
    if (this.#leaving) return
    if (!kept) this.#say('Kept in this browser; the server is away')
    if (this.#unsaved) this.#timer = setTimeout(() => void this.#save(), kept ? QUIET_MS : RETRY_MS)
    else localStorage.removeItem(this.#key)
  }

  /** Answers whether the server has it now. */
  async #send(fields: Fields, ref: string, { older = false } = {}): Promise<boolean> {
    this.#saving = new AbortController()
    try {
      const { signal } = this.#saving
      const headers = { accept: 'application/json', 'x-csrf-token': token() }
      const response = await fetch(this.#url, { method: 'POST', body: bodyOf(fields, ref, older), headers, signal })
      if (!response.ok || response.redirected) return false
      if (!older) this.#take((await response.json()) as { slot: number | null; rev: number | null })
      return true
    } catch {
      return false
    } finally {
      this.#saving = null
    }
  }

  #take({ slot, rev }: { readonly slot: number | null; readonly rev: number | null }): void {
    ;[this.#slot, this.#rev] = [String(slot ?? ''), String(rev ?? '')]
    this.#writeField()
    if (slot === null) return this.#hide()
    this.#say(`Draft of ${timeOf(Date.now())}`)
    for (const input of all<HTMLInputElement>('[data-draft-discard] [name="slot"]')) input.value = this.#slot
  }

  #ref(): string {
    return `${this.#slot}.${this.#rev}.${this.#window}`
  }

  #writeField(): void {
    if (this.#field) this.#field.value = this.#ref()
  }

  /** The last words before a page goes: small enough ones still reach the server. */
  #beacon(): void {
    if (!this.#unsaved || this.#leaving) return
    const body = bodyOf(fieldsOf(this.#form), this.#ref(), false)
    body.append('_csrf', token())
    navigator.sendBeacon(this.#url, body)
  }

  #leave(): void {
    if (this.#unsaved) this.#keep()
    this.#leaving = true
    clearTimeout(this.#timer)
    this.#saving?.abort()
    this.#writeField()
  }

  #discard(): void {
    this.#leave()
    localStorage.removeItem(this.#key)
    delete this.#form.dataset.dirty
  }

  #say(words: string): void {
    const row = one('[data-draft-row]')
    const place = one('[data-draft-words]')
    if (!row || !place) return
    row.hidden = false
    place.textContent = words
  }

  #hide(): void {
    one('[data-draft-row]')?.setAttribute('hidden', '')
  }
}

function bodyOf(fields: Fields, ref: string, older: boolean): FormData {
  const body = new FormData()
  // JSON keeps line ends, and what a form would replace on its way.
  body.append('fields', JSON.stringify(fields))
  body.append('draft', ref)
  if (older) body.append('older', '1')
  return body
}

const timeOf = (at: number): string => new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
