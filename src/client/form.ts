import { all, one } from './dom.ts'

// What is kept as a draft comes back, so nobody needs to be asked.
const isDirty = () => one('form[data-dirty]:not([data-draft-safe])') !== null

/** Guards what was typed: marks changed forms, asks before leaving, and sends each form once. */
export function startForms(): void {
  keepForms()
  document.addEventListener('submit', sendOnce)
  window.addEventListener('pageshow', release)
  window.addEventListener('beforeunload', (event) => {
    if (isDirty()) event.preventDefault()
  })
  one('[data-focus]')?.focus()
  fillZone()
}

/** Guards the forms of a part that came later, as those of the page are. */
export function keepForms(within: ParentNode = document): void {
  for (const form of all<HTMLFormElement>('form[data-keep]', within)) keep(form)
}

function keep(form: HTMLFormElement): void {
  const mark = () => (form.dataset.dirty = '')
  form.addEventListener('input', mark)
  form.addEventListener('submit', () => delete form.dataset.dirty)
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit()
  })
  if (one('.wrongs, .conflict', form)) mark()
}

/** A second press while the first is on its way would file everything twice. */
function sendOnce(event: SubmitEvent): void {
  const form = event.target
  if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.method !== 'post') return

  if (form.dataset.sent !== undefined) return event.preventDefault()
  form.dataset.sent = ''
  event.submitter?.setAttribute('aria-busy', 'true')
}

/** A page that comes back from history must be able to send again. */
export function release(): void {
  for (const form of all('form[data-sent]')) delete form.dataset.sent
  for (const button of all('button[aria-busy]')) button.removeAttribute('aria-busy')
}

function fillZone(): void {
  const field = one<HTMLInputElement>('[data-zone]')
  if (field?.value === '') field.value = Intl.DateTimeFormat().resolvedOptions().timeZone
}
