import { all } from './dom.ts'

/** Puts the chosen version into its field at once, so that what will be saved is what is shown. */
export function startConflict(): void {
  for (const choice of all<HTMLInputElement>('[data-conflict] [data-field]')) {
    choice.addEventListener('change', () => choose(choice.dataset.field ?? '', choice.dataset.text ?? ''))
  }
}

function choose(name: string, text: string): void {
  const field = document.getElementById(name)
  const takesValue =
    field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement
  if (takesValue) field.value = text
  field?.closest('details')?.setAttribute('open', '')
}
