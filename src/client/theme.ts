import { one } from './dom.ts'

const NEXT: Readonly<Record<string, string>> = { system: 'light', light: 'dark', dark: 'system' }

/** Turns the page at once and tells the server behind its back. */
export function startTheme(): void {
  const form = one<HTMLFormElement>('[data-theme-form]')
  form?.addEventListener('submit', (event) => {
    event.preventDefault()
    const button = one<HTMLButtonElement>('button', form)
    if (button) turn(form, button)
  })
}

function turn(form: HTMLFormElement, button: HTMLButtonElement): void {
  const theme = button.value
  const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>)
  body.set('theme', theme)
  void fetch(form.action, { method: 'POST', body, redirect: 'manual' }).catch(() => undefined)

  document.documentElement.dataset.theme = theme
  button.value = NEXT[theme] ?? 'system'
  button.title = `Theme: ${theme}`
  button.setAttribute('aria-label', button.title)
}
