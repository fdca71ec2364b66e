import { one } from './dom.ts'

const KILO = 1024

/** Files dropped onto the composer or pasted into it, listed before they are sent. */
export function startComposer(): void {
  const form = one<HTMLFormElement>('[data-composer]')
  const input = form && one<HTMLInputElement>('[data-files]', form)
  if (!form || !input) return

  const take = (files: readonly File[]) => add(input, files)
  input.addEventListener('change', () => list(form, input))
  form.addEventListener('paste', (event) => takeFrom(event, event.clipboardData, take))
  form.addEventListener('drop', (event) => takeFrom(event, event.dataTransfer, take))
  form.addEventListener('dragover', (event) => {
    event.preventDefault()
    form.classList.add('is-over')
  })
  for (const end of ['dragleave', 'drop']) form.addEventListener(end, () => form.classList.remove('is-over'))
}

function takeFrom(event: Event, data: DataTransfer | null, take: (files: readonly File[]) => void): void {
  const files = [...(data?.files ?? [])]
  if (files.length === 0) return

  event.preventDefault()
  take(files)
}

function add(input: HTMLInputElement, files: readonly File[]): void {
  const together = new DataTransfer()
  for (const file of [...(input.files ?? []), ...files]) together.items.add(file)
  input.files = together.files
  input.dispatchEvent(new Event('change', { bubbles: true }))
  input.dispatchEvent(new Event('input', { bubbles: true }))
}

function list(form: HTMLFormElement, input: HTMLInputElement): void {
  const place = one('[data-picked]', form)
  if (!place) return

  const files = [...(input.files ?? [])]
  place.replaceChildren(...files.map(item))
  place.hidden = files.length === 0
}

function item(file: File): HTMLLIElement {
  const entry = document.createElement('li')
  entry.textContent = `${file.name} · ${sizeOf(file.size)}`
  return entry
}

function sizeOf(bytes: number): string {
  const kilobytes = bytes / KILO
  return kilobytes < KILO ? `${Math.max(1, Math.round(kilobytes))} KB` : `${(kilobytes / KILO).toFixed(1)} MB`
}
