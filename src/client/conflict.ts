import { all } from './dom.ts'

/** Puts the chosen version into its field at once, so that what will be saved is what is shown. */
export function startConflict(): void {
  for (const choice of all<HTMLInputElement>('[data-conflict] [data-field]')) {
    choice.addEventListener('change', () => choose(choice.dataset.field ?? '', choice.dataset.text ?? ''))
  }
}

function choose(name: string, text: string): void {
  const field = document.getElementById(name)
  if (field instanceof HTMLSelectElement) field.value = valueOf(field, text)
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.value = text
  field?.closest('details')?.setAttribute('open', '')
}

/** The choice says what people read; a list is set by what it sends. */
const valueOf = (field: HTMLSelectElement, text: string): string =>
  [...field.options].find((option) => option.text === text)?.value ?? text
